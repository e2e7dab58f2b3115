package publish_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
)

// The service refuses exactly what May refuses, for each action, state and person.
func TestMay_IsWhatTheServiceDoes(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	does := map[publish.Action]func(publish.Edit, publish.Draft) error{
		publish.ActionEdit: func(e publish.Edit, _ publish.Draft) error {
			return second(o.SetNote(ctx, e, "", "", "A note."))
		},
		publish.ActionSubmit:  func(e publish.Edit, _ publish.Draft) error { return second(o.Submit(ctx, e)) },
		publish.ActionDiscard: func(e publish.Edit, _ publish.Draft) error { return o.Discard(ctx, e) },
		publish.ActionReturn:  func(e publish.Edit, _ publish.Draft) error { return second(o.Return(ctx, e, "Again.")) },
		publish.ActionApprove: func(e publish.Edit, d publish.Draft) error {
			return second(o.Approve(ctx, e, d.ContentDigest()))
		},
		publish.ActionSchedule: func(e publish.Edit, _ publish.Draft) error {
			return second(o.Schedule(ctx, e, o.now.Add(time.Hour), "UTC"))
		},
		publish.ActionHold:    func(e publish.Edit, _ publish.Draft) error { return second(o.Hold(ctx, e)) },
		publish.ActionPublish: func(e publish.Edit, _ publish.Draft) error { return second(o.Publish(ctx, e, nil)) },
	}
	states := []publish.DraftState{
		publish.DraftOpen, publish.DraftSubmitted, publish.DraftApproved, publish.DraftScheduled, publish.DraftPublished, publish.DraftDiscarded,
	}
	permitted := 0
	for action, do := range does {
		for _, state := range states {
			for _, actor := range []publish.Actor{
				{Name: "ann", Editor: true, Approver: true}, // who prepared it
				{Name: "eva", Editor: true}, {Name: "cleo", Approver: true}, {Name: "adam"},
			} {
				d := publish.Draft{
					ID: fmt.Sprint(action, state, actor.Name), Version: 1, State: state, UploadedBy: "ann", SubmittedBy: "ann",
					ApprovedBy: "bob", Edition: report.Edition{Period: next}, ReleaseAt: o.now.Add(time.Hour),
				}
				d.Approved = d.ContentDigest()
				if err := o.db.SaveDraft(ctx, d, audit.Event{At: o.now, Action: "save"}); err != nil {
					t.Fatal(err)
				}
				may := publish.May(d, actor, action)
				// What is permitted may still fail, since the draft holds no figures.
				err := do(publish.Edit{Actor: actor, Draft: d.ID, Version: 1}, d)
				refused := errors.Is(err, report.ErrForbidden) || errors.Is(err, report.ErrConflict)
				if refused != (may != nil) {
					t.Errorf("%s, %s, %s: May returns %v, the service %v", actor.Name, action, state, may, err)
				}
				if may == nil {
					permitted++
				}
			}
		}
	}
	// Edit 2 people × 4 states, submit 2, discard 2 × 4, return 3 × 3, approve 1, schedule 2 × 2, hold 2, publish 2 × 2.
	if want := 8 + 2 + 8 + 9 + 1 + 4 + 2 + 4; permitted != want {
		t.Errorf("%d combinations are permitted, want %d", permitted, want)
	}
}

func second[T any](_ T, err error) error { return err }
