package publish

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/audit"
	"lerr/internal/report"
)

// Change is who changes a draft, and the version of it that they looked at. A draft that has
// changed since is report.ErrConflict, and nothing is written.
type Change struct {
	Actor   string
	Draft   string
	Version int
}

// Drafts lists every draft, newest first.
func (d *Desk) Drafts(ctx context.Context) ([]Draft, error) { return d.store.Drafts(ctx) }

// Draft finds a draft; report.ErrNotFound when there is none of that id.
func (d *Desk) Draft(ctx context.Context, id string) (Draft, error) {
	return d.store.Draft(ctx, id)
}

// change loads the draft that a change is made to, lets edit change it, and saves it with an event.
// What would become public is changed by Desk.edit alone, which voids an approval.
func (d *Desk) change(ctx context.Context, c Change, action, text string, edit func(*Draft) error) (Draft, error) {
	draft, err := d.store.Draft(ctx, c.Draft)
	if err != nil {
		return draft, fmt.Errorf("%s: %w", action, err)
	}
	if draft.Version != c.Version {
		return draft, fmt.Errorf("%s: %s changed it meanwhile: %w", action, draft.UpdatedBy, report.ErrConflict)
	}
	if draft.IsOver() {
		return draft, fmt.Errorf("%s: the draft is %s: %w", action, draft.State, report.ErrConflict)
	}
	if err := edit(&draft); err != nil {
		return draft, fmt.Errorf("%s: %w", action, err)
	}
	draft.Edition.Sort()
	return draft, d.save(ctx, &draft, c.Actor, action, text)
}

// edit is a change of what would become public, so it takes a submitted or approved draft back to
// its editor: an approval was of other content. release looks once more before it publishes.
func (d *Desk) edit(ctx context.Context, c Change, action, text string, edit func(*Draft) error) (Draft, error) {
	return d.change(ctx, c, action, text, func(draft *Draft) error {
		if err := edit(draft); err != nil {
			return err
		}
		reopen(draft)
		return nil
	})
}

// reopen takes a draft back to being prepared: it needs to be submitted and approved again.
func reopen(draft *Draft) {
	draft.State, draft.SubmittedBy, draft.Approved, draft.ApprovedBy = DraftOpen, "", "", ""
}

// save writes a draft as its next version, with an event.
func (d *Desk) save(ctx context.Context, draft *Draft, actor, action, text string) error {
	draft.Version++
	draft.UpdatedAt, draft.UpdatedBy = d.now().UTC(), actor
	if draft.Version == 1 {
		draft.CreatedAt = draft.UpdatedAt
	}
	if err := d.store.SaveDraft(ctx, *draft, d.event(draft, actor, action, text)); err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	return nil
}

func (d *Desk) event(draft *Draft, actor, action, text string) audit.Event {
	return audit.Event{
		At: d.now().UTC(), Actor: actor, Action: action, Period: draft.Edition.Period,
		Digest: draft.ContentDigest(), Text: text,
	}
}

// Discard gives a draft up. What it held stays out of sight for good.
func (d *Desk) Discard(ctx context.Context, c Change) error {
	_, err := d.change(ctx, c, "discard", "", func(draft *Draft) error {
		draft.State = DraftDiscarded
		return nil
	})
	return err
}

// Accept takes warnings upon the actor, by their keys, for a reason. An empty reason is
// report.ErrInvalid.
func (d *Desk) Accept(ctx context.Context, c Change, keys []string, reason string) (Draft, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" || len(keys) == 0 {
		return Draft{}, fmt.Errorf("accept warnings: tick at least one and give a reason: %w", report.ErrInvalid)
	}
	return d.change(ctx, c, "accept warnings", fmt.Sprintf("%d accepted: %s", len(keys), reason), func(draft *Draft) error {
		for _, key := range keys {
			draft.Acceptances = slices.DeleteFunc(draft.Acceptances, func(a Acceptance) bool { return a.Problem == key })
			draft.Acceptances = append(draft.Acceptances, Acceptance{
				Problem: key, By: c.Actor, At: d.now().UTC(), Reason: reason,
			})
		}
		return nil
	})
}

// SetNote gives a row a public note, or the whole section (no country), or the whole edition (no
// section either). An empty text takes the note away.
func (d *Desk) SetNote(ctx context.Context, c Change, s report.Section, country, text string) (Draft, error) {
	text = strings.TrimSpace(text)
	return d.edit(ctx, c, "note", text, func(draft *Draft) error {
		if s == "" {
			draft.Edition.Note = text
			return nil
		}
		for i := range draft.Edition.Tables {
			t := &draft.Edition.Tables[i]
			if t.Section != s {
				continue
			}
			if country == "" {
				t.Note = text
				return nil
			}
			for j := range t.Rows {
				if t.Rows[j].Country == country {
					t.Rows[j].Note = text
					return nil
				}
			}
		}
		return fmt.Errorf("there is no row %s %s: %w", s, country, report.ErrNotFound)
	})
}

// SetFigures sets the single figures beside the tables, all of them; names that are missing are
// not reported.
func (d *Desk) SetFigures(ctx context.Context, c Change, figures []report.SingleFigure) (Draft, error) {
	return d.edit(ctx, c, "figures", "", func(draft *Draft) error {
		for _, f := range figures {
			if !slices.Contains(report.SingleFigureNames(), f.Name) || f.Value < 0 {
				return fmt.Errorf("figure %s is %d, want a known name and 0 or more: %w", f.Name, f.Value, report.ErrInvalid)
			}
		}
		draft.Edition.Figures = slices.Clone(figures)
		return nil
	})
}

// SetAnswer confirms a question's answer for the draft's period, as it is or rewritten. Fields that
// the draft cannot fill are report.ErrInvalid.
func (d *Desk) SetAnswer(ctx context.Context, c Change, q report.Question) (Draft, error) {
	return d.edit(ctx, c, "answer", q.ID, func(draft *Draft) error {
		if _, err := q.Answer(&draft.Edition, func(int) string { return "" }); err != nil {
			return fmt.Errorf("%w: %v; give the figure first, or rewrite the answer without it", report.ErrInvalid, err)
		}
		draft.Kept = without(draft.Kept, q.ID)
		draft.Edition.Answers = slices.DeleteFunc(draft.Edition.Answers, func(a report.Answer) bool { return a.Question == q.ID })
		draft.Edition.Answers = append(draft.Edition.Answers, report.Answer{Question: q.ID, Body: q.Body})
		return nil
	})
}

// KeepAnswer confirms that an answer goes on quoting the earlier period that it quotes now.
func (d *Desk) KeepAnswer(ctx context.Context, c Change, id string) (Draft, error) {
	return d.edit(ctx, c, "keep answer", id, func(draft *Draft) error {
		draft.Edition.Answers = slices.DeleteFunc(draft.Edition.Answers, func(a report.Answer) bool { return a.Question == id })
		draft.Kept = append(without(draft.Kept, id), id)
		return nil
	})
}

func without(list []string, s string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(t string) bool { return t == s })
}

// SetPublicNote says what a correction corrects: what, why, and with what effect.
func (d *Desk) SetPublicNote(ctx context.Context, c Change, text string) (Draft, error) {
	return d.edit(ctx, c, "public note", text, func(draft *Draft) error {
		draft.Note = strings.TrimSpace(text)
		return nil
	})
}

// newID is a random name of 128 bits, which nobody can guess.
func newID() (string, error) {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", fmt.Errorf("make an id: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}

// errNotReady is in every refusal to go on with a draft that is not ready for it.
var errNotReady = errors.New("not ready")
