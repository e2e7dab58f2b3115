package publish

import (
	"fmt"
	"slices"

	"lerr/internal/report"
)

// Refusal is an error that explains to a person why the service did not do what they asked for.
type Refusal struct {
	Kind error  // one of report's kinds of error
	Text string // one or more sentences
}

func (r *Refusal) Error() string { return r.Text }

// Unwrap returns the kind.
func (r *Refusal) Unwrap() error { return r.Kind }

// Actor is a person who works on drafts, with the roles that they have.
type Actor struct {
	Name             string
	Editor, Approver bool
}

// Action is one thing that a person can do with a draft.
type Action string

// The actions. Their names are those of the audit log, where ActionEdit has several.
const (
	ActionEdit     Action = "edit"
	ActionSubmit   Action = "submit"
	ActionDiscard  Action = "discard"
	ActionRestore  Action = "restore"
	ActionReturn   Action = "return"
	ActionReopen   Action = "take back"
	ActionApprove  Action = "approve"
	ActionSchedule Action = "schedule"
	ActionPublish  Action = "publish"
)

// secondPerson are the words that follow what an actor did, where another person must approve it.
const secondPerson = ", so a second person must approve it."

// permissions lists who may do each action, and the states that a draft must be in.
var permissions = map[Action]struct {
	editor, approver bool
	states           []DraftState
}{
	ActionEdit:     {editor: true, states: []DraftState{DraftOpen, DraftSubmitted}},
	ActionSubmit:   {editor: true, states: []DraftState{DraftOpen}},
	ActionDiscard:  {editor: true, states: []DraftState{DraftOpen, DraftSubmitted}},
	ActionRestore:  {editor: true, states: []DraftState{DraftDiscarded}},
	ActionReturn:   {editor: true, approver: true, states: []DraftState{DraftSubmitted}},
	ActionReopen:   {editor: true, approver: true, states: []DraftState{DraftApproved, DraftScheduled}},
	ActionApprove:  {approver: true, states: []DraftState{DraftSubmitted}},
	ActionSchedule: {approver: true, states: []DraftState{DraftApproved, DraftScheduled}},
	ActionPublish:  {approver: true, states: []DraftState{DraftApproved, DraftScheduled}},
}

// May returns nil if the actor may do the action with the draft in its present state. The service and
// the console's pages both ask it.
func May(d Draft, actor Actor, action Action) error {
	if err := actor.may(action); err != nil {
		return err
	}
	switch {
	case !slices.Contains(permissions[action].states, d.State):
		return &Refusal{report.ErrConflict, stateText(d, action)}
	case action == ActionApprove && (actor.Name == d.SubmittedBy || slices.Contains(d.Changers(), actor.Name)):
		return &Refusal{report.ErrForbidden, "You worked on this draft" + secondPerson}
	}
	return nil
}

// stateText says why an action is not possible in the draft's state, and what to do.
func stateText(d Draft, action Action) string {
	locked := d.State == DraftApproved || d.State == DraftScheduled
	if locked && (action == ActionEdit || action == ActionDiscard) {
		return fmt.Sprintf("The draft is %s, so it is read-only. Take it back first: that ends %s.", d.State, ending(d))
	}
	return fmt.Sprintf("The draft is %s.", d.State)
}

// ending names what ends when an approved or scheduled draft is taken back.
func ending(d Draft) string {
	if d.State == DraftScheduled {
		return "its approval and its schedule"
	}
	return "its approval"
}

// may returns nil if one of the actor's roles permits the action at all, or else report.ErrForbidden.
func (a Actor) may(action Action) error {
	if p := permissions[action]; p.editor && a.Editor || p.approver && a.Approver {
		return nil
	}
	return fmt.Errorf("your roles do not permit it: %w", report.ErrForbidden)
}
