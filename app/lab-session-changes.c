/* lab-session-changes.c - what is changed while it trains: alphas, learning rate, dropout
 *
 * A slider under a finger gives a hundred values; the training takes over where it comes to rest, so
 * that the run's record has one change, and the curves one line, for one gesture.
 */

#include "config.h"
#include "lab-session-private.h"

#include <glib/gi18n.h>
#include "lab-formula.h"

enum { REST_MS = 250 };

static void
change_parameters (LabSession *session, const LabTrainingSetup *setup)
{
  for (int i = 0; i < session->trained.n_contestants; i++)
    {
      nn_activation was = session->trained.contestant[i], f = setup->contestant[i];

      if (f.id == was.id && !nn_activation_equal (f, was))
        {
          LabChange change = { LAB_CHANGE_PARAMETER, i, was.parameter[0], f.parameter[0], f };

          lab_mailbox_change (session->worker, &change);
          session->trained.contestant[i] = f;
        }
    }
}

static void
change_rate (LabSession *session, LabChangeKind kind, double *trained, double wanted)
{
  LabChange change = { .kind = kind, .contestant = -1, .from = *trained, .to = wanted };

  if (*trained == wanted)
    return;
  lab_mailbox_change (session->worker, &change);
  *trained = wanted;
}

void
lab_session_changes_flush (LabSession *session)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (session->model);

  g_clear_handle_id (&session->change_timeout, g_source_remove);
  if (!lab_session_allows (session, LAB_SESSION_CHANGE))
    return;
  change_parameters (session, setup);
  change_rate (session, LAB_CHANGE_LEARNING_RATE, &session->trained.learning_rate,
               setup->learning_rate);
  change_rate (session, LAB_CHANGE_DROPOUT, &session->trained.dropout, setup->dropout);
}

static gboolean
rest_cb (gpointer data)
{
  LabSession *session = data;

  session->change_timeout = 0;
  lab_session_changes_flush (session);
  return G_SOURCE_REMOVE;
}

void
lab_session_changes_follow (LabSession *session)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (session->model);

  if (setup->pace != session->trained.pace)
    lab_mailbox_set_pace (session->worker, lab_training_setup_pace (setup, session->made.n_steps));
  session->trained.pace = setup->pace;
  g_clear_handle_id (&session->change_timeout, g_source_remove);
  session->change_timeout = g_timeout_add (REST_MS, rest_cb, session);
}

void
lab_session_changes_forget (LabSession *session)
{
  g_clear_handle_id (&session->change_timeout, g_source_remove);
}

static char *
describe_parameter (const LabTrainingSetup *setup, const LabChange *change)
{
  const nn_activation_info *info = nn_activation_get_info (change->f.id);
  const char *symbol = lab_formula_symbol (info->parameter[0].symbol);
  gboolean several = FALSE;

  for (int i = 0; i < setup->n_contestants; i++)
    several |= i != change->contestant
               && nn_activation_get_info (setup->contestant[i].id)->n_parameters > 0;
  if (several)
    return g_strdup_printf ("%s %s %.4g → %.4g", info->title, symbol, change->from, change->to);
  return g_strdup_printf ("%s %.4g → %.4g", symbol, change->from, change->to);
}

char *
lab_session_describe_change (const LabTrainingSetup *setup, const LabChange *change)
{
  if (change->kind == LAB_CHANGE_PARAMETER)
    return describe_parameter (setup, change);
  if (change->kind == LAB_CHANGE_LEARNING_RATE)
    /* Translators: what the learning rate was and what it is now; shown on the curves, so short */
    return g_strdup_printf (_ ("rate %.4g → %.4g"), change->from, change->to);
  /* Translators: parts of the model's dropout, in per cent */
  return g_strdup_printf (_ ("dropout %.0f %% → %.0f %%"), 100 * change->from, 100 * change->to);
}
