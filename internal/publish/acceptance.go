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
	keys := acceptedKeys(p)
	for _, a := range d.Acceptances {
		if slices.Contains(keys, a.Problem) {
			return a, true
		}
	}
	return Acceptance{}, false
}

// acceptedKeys returns the keys under which a problem may have been accepted.
func acceptedKeys(p report.Problem) []string { return append(rowKeys(p), p.Key(), formerKey(p)) }

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

// Accepting is one reason for accepting the warnings that have these keys.
type Accepting struct {
	Keys   []string
	Reason string
}

// Accept records that the actor accepts the warnings with these keys, for a reason.
func (s *Service) Accept(ctx context.Context, e Edit, keys []string, reason string) (Draft, error) {
	return s.AcceptAll(ctx, e, []Accepting{{keys, reason}})
}

// AcceptAll records that the actor accepts warnings, for one reason or for several.
func (s *Service) AcceptAll(ctx context.Context, e Edit, all []Accepting) (Draft, error) {
	var texts []string
	for i := range all {
		a := &all[i]
		if a.Reason = strings.TrimSpace(a.Reason); a.Reason == "" || len(a.Keys) == 0 {
			return Draft{}, &Refusal{report.ErrInvalid, "Tick at least one warning and give a reason."}
		}
		texts = append(texts, fmt.Sprintf("%d accepted: %s", len(a.Keys), a.Reason))
	}
	if len(all) == 0 {
		return Draft{}, &Refusal{report.ErrInvalid, "Tick at least one warning and give a reason."}
	}
	return s.edit(ctx, e, "accept warnings", strings.Join(texts, "; "), func(draft *Draft) error {
		for _, a := range all {
			s.accept(draft, e.Actor.Name, a)
		}
		return nil
	})
}

func (s *Service) accept(draft *Draft, by string, accepting Accepting) {
	for _, key := range accepting.Keys {
		if slices.ContainsFunc(draft.Acceptances, func(a Acceptance) bool { return a.Problem == key && a.Reason == accepting.Reason }) {
			continue
		}
		draft.Acceptances = slices.DeleteFunc(draft.Acceptances, func(a Acceptance) bool { return a.Problem == key })
		draft.Acceptances = append(draft.Acceptances, Acceptance{Problem: key, By: by, At: s.now().UTC(), Reason: accepting.Reason})
	}
}

// Unaccept removes the acceptances of warnings, whoever gave them.
func (s *Service) Unaccept(ctx context.Context, e Edit, warnings report.Problems) (Draft, error) {
	text := fmt.Sprintf("%d taken back", len(warnings))
	return s.edit(ctx, e, "take back acceptances", text, func(draft *Draft) error {
		for _, p := range warnings {
			keys := acceptedKeys(p)
			draft.Acceptances = slices.DeleteFunc(draft.Acceptances, func(a Acceptance) bool { return slices.Contains(keys, a.Problem) })
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
