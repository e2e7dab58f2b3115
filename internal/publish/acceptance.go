package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"lerr/internal/report"
)

// Acceptance records that a named person accepted one warning, and why.
type Acceptance struct {
	Problem string // report.Problem.Key of the warning
	By      string
	At      time.Time
	Reason  string
	// Inherited says that it was given to the revision that the draft corrects: it is no work on the draft.
	Inherited bool `json:",omitempty"`
}

// Accepted returns the acceptance of a problem.
func (d *Draft) Accepted(p report.Problem) (Acceptance, bool) {
	keys := append(rowKeys(p), p.Key(), formerKey(p))
	for _, a := range d.Acceptances {
		if slices.Contains(keys, a.Problem) {
			return a, true
		}
	}
	return Acceptance{}, false
}

// rowKeys returns the keys under which the same figures of a row may have been accepted. A change of
// another row can move this one to another list, or put another of its columns first.
func rowKeys(p report.Problem) (keys []string) {
	if p.Country == "" || p.Figures == "" || p.Code != CodeLargeChange && p.Code != CodeLargestMovers {
		return nil
	}
	for _, p.Code = range []string{CodeLargeChange, CodeLargestMovers} {
		for p.Column = range 1 + len(report.Columns()) {
			keys = append(keys, p.Key())
		}
	}
	return keys
}

// formerKey returns the key under which drafts stored up to November 2026 hold the acceptance of a
// warning: a digest of its text.
func formerKey(p report.Problem) string {
	p.Sheet, p.Cell = p.Place()
	p.Figures = ""
	return p.Key()
}

// Blockers returns the problems that prevent a draft from being submitted: errors, and warnings that
// nobody has accepted.
func Blockers(draft Draft, problems report.Problems) report.Problems {
	blockers := problems.Only(report.SeverityError)
	for _, p := range problems.Only(report.SeverityWarning) {
		if _, ok := draft.Accepted(p); !ok {
			blockers = append(blockers, p)
		}
	}
	return blockers
}

// Accept records that the actor accepts the warnings with these keys, for a reason.
func (s *Service) Accept(ctx context.Context, e Edit, keys []string, reason string) (Draft, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" || len(keys) == 0 {
		return Draft{}, &Refusal{report.ErrInvalid, "Tick at least one warning and give a reason."}
	}
	return s.edit(ctx, e, "accept warnings", fmt.Sprintf("%d accepted: %s", len(keys), reason), func(draft *Draft) error {
		for _, key := range keys {
			if slices.ContainsFunc(draft.Acceptances, func(a Acceptance) bool { return a.Problem == key && a.Reason == reason }) {
				continue
			}
			draft.Acceptances = slices.DeleteFunc(draft.Acceptances, func(a Acceptance) bool { return a.Problem == key })
			draft.Acceptances = append(draft.Acceptances, Acceptance{Problem: key, By: e.Actor.Name, At: s.now().UTC(), Reason: reason})
		}
		return nil
	})
}

// inherit gives a correction the warnings that were accepted for the revision that it corrects, and
// the explanations of its differences: nobody is asked again about what a file says beside its figures, or
// about figures that come back.
func (s *Service) inherit(ctx context.Context, draft *Draft, revision report.Revision) error {
	drafts, err := s.store.Drafts(ctx)
	if err != nil {
		return err
	}
	draft.Explanations = append(draft.Explanations, ExplanationsIn(revision.Edition)...)
	for _, d := range drafts {
		if d.State == DraftPublished && d.Edition.Period == revision.Edition.Period && d.Edition.Digest() == revision.Digest {
			for _, a := range d.Acceptances {
				a.Inherited = true
				draft.Acceptances = append(draft.Acceptances, a)
			}
			draft.Explanations = append(draft.Explanations, d.Explanations...)
			break
		}
	}
	return nil
}
