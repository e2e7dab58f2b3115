package publish_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
)

// The service refuses exactly what May refuses, for each action, each kind of edit, each state and person.
func TestMay_IsWhatTheServiceDoes(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	edits := map[string]func(publish.Edit) error{
		"note":        func(e publish.Edit) error { return second(o.SetNote(ctx, e, "", "", "A note.")) },
		"public note": func(e publish.Edit) error { return second(o.SetPublicNote(ctx, e, "Because.")) },
		"explanation": func(e publish.Edit) error {
			return second(o.Explain(ctx, e, publish.Explanation{Section: report.Skype, Text: "None is reported."}))
		},
		"warning": func(e publish.Edit) error { return second(o.Accept(ctx, e, []string{"w"}, "Looked at.")) },
		"warnings": func(e publish.Edit) error {
			return second(o.AcceptAll(ctx, e, []publish.Accepting{{Keys: []string{"v"}, Reason: "Looked at."}}))
		},
		"no warning": func(e publish.Edit) error { return second(o.Unaccept(ctx, e, report.Problems{{Code: "w"}})) },
		"cells": func(e publish.Edit) error {
			return second(o.EditFigures(ctx, e, publish.FiguresEdit{Section: report.Civil}))
		},
		"texts": func(e publish.Edit) error {
			return second(o.EditTexts(ctx, e, []publish.TextEdit{{PublicNote: true, Text: "Because of that."}}))
		},
		"figures": func(e publish.Edit) error {
			return second(o.SetFigures(ctx, e, []report.SingleFigure{{Name: report.ConsumerWarrants, Value: 7}}))
		},
		"unit":        func(e publish.Edit) error { return second(o.SetUnit(ctx, e, report.Civil, report.UnitAccounts)) },
		"name":        func(e publish.Edit) error { return second(o.SetName(ctx, e, "TR", "Türkiye")) },
		"answer":      func(e publish.Edit) error { return second(o.SetAnswer(ctx, e, report.Question{ID: "a", Body: "A."})) },
		"kept answer": func(e publish.Edit) error { return second(o.KeepAnswer(ctx, e, "cloud-act")) },
		"country":     func(e publish.Edit) error { return second(o.SetCountry(ctx, e, laos)) },
		"spelling":    func(e publish.Edit) error { return second(o.AddSpelling(ctx, e, "DE", "Deutschland")) },
		"removal":     func(e publish.Edit) error { return second(o.RemovePlace(ctx, e, "KR", "Korea")) },
		"forgotten":   func(e publish.Edit) error { return second(o.ForgetPlace(ctx, e, "DE")) },
		"file":        func(e publish.Edit) error { return second(o.Replace(ctx, e, "next.csv", []byte(unclear))) },
	}
	does := map[publish.Action]func(publish.Edit, publish.Draft) error{
		publish.ActionSubmit:  func(e publish.Edit, _ publish.Draft) error { return second(o.Submit(ctx, e)) },
		publish.ActionDiscard: func(e publish.Edit, _ publish.Draft) error { return o.Discard(ctx, e) },
		publish.ActionReturn:  func(e publish.Edit, _ publish.Draft) error { return second(o.Return(ctx, e, "Again.")) },
		publish.ActionApprove: func(e publish.Edit, d publish.Draft) error {
			return second(o.Approve(ctx, e, d.ContentDigest(), "Compared with the case list."))
		},
		publish.ActionSchedule: func(e publish.Edit, _ publish.Draft) error {
			return second(o.Schedule(ctx, e, o.now.Add(time.Hour), "UTC"))
		},
		publish.ActionReopen:  func(e publish.Edit, _ publish.Draft) error { return second(o.Reopen(ctx, e, "A doubt.")) },
		publish.ActionRestore: func(e publish.Edit, _ publish.Draft) error { return second(o.Restore(ctx, e)) },
		publish.ActionPublish: func(e publish.Edit, _ publish.Draft) error { return second(o.Publish(ctx, e, nil)) },
	}
	states := map[rune]publish.DraftState{
		'o': publish.DraftOpen, 's': publish.DraftSubmitted, 'a': publish.DraftApproved, 'c': publish.DraftScheduled,
		'p': publish.DraftPublished, 'd': publish.DraftDiscarded,
	}
	people := map[string]publish.Actor{
		"editor": {Name: "eva", Editor: true}, "approver": {Name: "cleo", Approver: true}, "both": {Name: "dora", Editor: true, Approver: true},
		"neither": {Name: "adam"}, "uploader": {Name: "ann", Editor: true, Approver: true}, "submitter": {Name: "sue", Editor: true, Approver: true},
		"changer": {Name: "carl", Editor: true, Approver: true}, "accepter": {Name: "max", Editor: true, Approver: true},
	}
	// The states in which each person can do each action. Who is not named can do nothing.
	const worked = "uploader submitter changer accepter"
	matrix := map[publish.Action]map[string]string{
		publish.ActionEdit:     {"editor both " + worked: "os"},
		publish.ActionSubmit:   {"editor both " + worked: "o"},
		publish.ActionDiscard:  {"editor both " + worked: "os"},
		publish.ActionRestore:  {"editor both " + worked: "d"},
		publish.ActionReturn:   {"editor approver both " + worked: "s"},
		publish.ActionReopen:   {"editor approver both " + worked: "ac"},
		publish.ActionApprove:  {"approver both": "s"},
		publish.ActionSchedule: {"approver both " + worked: "ac"},
		publish.ActionPublish:  {"approver both " + worked: "ac"},
	}
	period := next
	attempts := map[string]publish.Action{}
	for action := range does {
		attempts[string(action)] = action
	}
	for name := range edits {
		attempts[name] = publish.ActionEdit
	}
	service, doing := reflect.TypeFor[*publish.Service](), 0
	for i := range service.NumMethod() {
		if m := service.Method(i).Type; m.NumIn() > 2 && m.In(2) == reflect.TypeFor[publish.Edit]() {
			doing++
		}
	}
	if doing != len(attempts) {
		t.Errorf("the service has %d methods that do something with a draft, and %d are tried", doing, len(attempts))
	}
	for name, action := range attempts {
		for letter, state := range states {
			for role, actor := range people {
				if action == publish.ActionEdit && name != "note" && !slices.Contains([]string{"editor", "approver", "accepter"}, role) {
					continue // edits are alike, and one of them is tried by all
				}
				period = period.Next() // what is published stays
				d := publish.Draft{
					ID: fmt.Sprint(name, state, actor.Name), Version: 1, State: state, UploadedBy: "ann", SubmittedBy: "sue",
					ChangedBy: []string{"carl"}, Acceptances: []publish.Acceptance{{Problem: "p", By: "max"}},
					ApprovedBy: "bob", Edition: report.Edition{Period: period}, ReleaseAt: o.now.Add(time.Hour), UpdatedAt: o.now,
				}
				d.Approved = d.ContentDigest()
				if err := o.db.SaveDraft(ctx, d, audit.Event{At: o.now, Action: "save"}); err != nil {
					t.Fatal(err)
				}
				want := false
				for roles, letters := range matrix[action] {
					want = slices.Contains(strings.Fields(roles), role) && strings.ContainsRune(letters, letter)
				}
				// What is permitted may still fail, since the draft holds no figures.
				e := publish.Edit{Actor: actor, Draft: d.ID, Version: 1}
				var err error
				if do, ok := does[action]; ok {
					err = do(e, d)
				} else {
					err = edits[name](e)
				}
				refused := errors.Is(err, report.ErrForbidden) || errors.Is(err, report.ErrConflict)
				if may := publish.May(d, actor, action); (may == nil) != want || refused == want {
					t.Errorf("%s, %s, %s: May returns %v, the service %v, want it permitted: %t", role, name, state, may, err, want)
				}
			}
		}
	}
}

func second[T any](_ T, err error) error { return err }
