package publish

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lerr/internal/audit"
	"lerr/internal/report"
)

// Edit names a draft to be changed, the version of it that the actor saw, and the actor. If the
// draft has changed since, the service refuses it with report.ErrConflict and stores nothing.
type Edit struct {
	Actor   Actor
	Draft   string // ID
	Version int
	// Reason says why the draft becomes public at another time than announced, or unannounced. Schedule and Publish alone
	// need it, then.
	Reason string
}

// load returns the draft of an edit, if the actor may do the action with it.
func (s *Service) load(ctx context.Context, e Edit, action Action) (Draft, error) {
	if err := e.Actor.may(action); err != nil {
		return Draft{}, err
	}
	draft, err := s.store.Draft(ctx, e.Draft)
	if err != nil {
		return draft, err
	}
	if draft.Version != e.Version {
		return draft, changedMeanwhile(draft)
	}
	draft.Before = draft.standing()
	return draft, May(draft, e.Actor, action)
}

// apply loads the draft of an edit, changes it, and saves it with an event. Whatever changes the
// content that would become public goes through Service.edit instead, which voids an approval.
func (s *Service) apply(ctx context.Context, e Edit, action Action, logged, text string, change func(*Draft) error) (Draft, error) {
	return s.applyNoted(ctx, e, action, logged, text, func(draft *Draft) (string, error) { return "", change(draft) })
}

// applyNoted is apply, with a change that adds a sentence to the event's text.
func (s *Service) applyNoted(ctx context.Context, e Edit, action Action, logged, text string, change func(*Draft) (note string, err error)) (Draft, error) {
	draft, err := s.load(ctx, e, action)
	note := ""
	if err == nil {
		note, err = change(&draft)
	}
	if err == nil {
		draft.Edition.Sort()
		if note != "" {
			note = text + ". " + note
		}
		err = s.save(ctx, &draft, e.Actor.Name, logged, cmp.Or(note, text))
	} else {
		err = fmt.Errorf("%s: %w", logged, err)
	}
	if done, ok := s.done(ctx, e, logged, err); ok && strings.HasPrefix(done.lastChange().Text, text) {
		return done, nil
	}
	return draft, err
}

// done returns the draft of an edit that was refused since the draft has changed, if that change is one of the same
// name by the same person, and the only one: a button that is pressed twice sends its form twice, and who pressed it is
// told of success.
func (s *Service) done(ctx context.Context, e Edit, logged string, err error) (Draft, bool) {
	if !errors.Is(err, report.ErrConflict) {
		return Draft{}, false
	}
	draft, err := s.store.Draft(ctx, e.Draft)
	last := draft.lastChange()
	return draft, err == nil && draft.Version == e.Version+1 && last.Version == draft.Version && last.By == e.Actor.Name && last.Action == logged
}

// lastChange returns the newest of the changes that the draft holds.
func (d *Draft) lastChange() DraftChange {
	if len(d.History) == 0 {
		return DraftChange{}
	}
	return d.History[len(d.History)-1]
}

// edit changes a draft, so it takes a submitted one back to its editor, and the actor cannot approve it any
// more. If the change changes nothing, nothing is saved. An approved or scheduled draft has to be taken back
// first; as a second guard, release compares the approved digest with the content.
func (s *Service) edit(ctx context.Context, e Edit, logged, text string, change func(*Draft) error) (Draft, error) {
	draft, err := s.editOnce(ctx, e, logged, text, change)
	if done, ok := s.done(ctx, e, logged, err); ok {
		if before, failed := prepared(&done); failed == nil && change(&done) == nil {
			if after, failed := prepared(&done); failed == nil && before == after {
				return done, nil
			}
		}
	}
	return draft, err
}

func (s *Service) editOnce(ctx context.Context, e Edit, logged, text string, change func(*Draft) error) (Draft, error) {
	draft, err := s.load(ctx, e, ActionEdit)
	if err != nil {
		return draft, fmt.Errorf("%s: %w", logged, err)
	}
	before, err := prepared(&draft)
	if err == nil {
		err = change(&draft)
	}
	if err != nil {
		return draft, fmt.Errorf("%s: %w", logged, err)
	}
	after, err := prepared(&draft)
	if err != nil || before == after {
		return draft, err
	}
	text = editText(before, &draft, text)
	reopen(&draft)
	if !slices.Contains(draft.ChangedBy, e.Actor.Name) {
		draft.ChangedBy = append(draft.ChangedBy, e.Actor.Name)
	}
	return draft, s.save(ctx, &draft, e.Actor.Name, logged, text)
}

// prepared returns all that people prepare in a draft as one text, in which equal content is equal. It
// sorts the edition.
func prepared(d *Draft) (string, error) {
	d.Edition.Sort()
	if len(d.Edition.Figures) == 0 {
		d.Edition.Figures = nil
	}
	if len(d.Edition.Answers) == 0 {
		d.Edition.Answers = nil
	}
	slices.Sort(d.KeepsEarlier)
	if len(d.KeepsEarlier) == 0 {
		d.KeepsEarlier = nil
	}
	if len(d.Places) == 0 {
		d.Places = nil
	}
	content := *d
	content.UploadedBy = "" // who uploads the same file again changes nothing
	text, err := json.Marshal(content)
	return string(text), err
}

// reopen returns a draft to its editor: it must be submitted and approved again.
func reopen(draft *Draft) {
	draft.State, draft.SubmittedBy, draft.Approved, draft.ApprovedBy = DraftOpen, "", "", ""
	draft.ApprovedFor, draft.ApprovedAt = "", time.Time{}
	draft.ReleaseAt, draft.OffCalendar = time.Time{}, ""
	draft.Files, draft.Names, draft.Direct, draft.Alert = nil, "", false, ""
}

// changedMeanwhile returns the refusal of an edit of a draft that is not as its actor saw it.
func changedMeanwhile(d Draft) error {
	text := d.UpdatedBy + " changed it meanwhile."
	switch at := d.UpdatedAt.UTC().Format("15:04 UTC on 2 January 2006"); d.State {
	case DraftPublished:
		text = fmt.Sprintf("It is published: it has been public since %s, by %s.", at, d.UpdatedBy)
	case DraftDiscarded:
		text = fmt.Sprintf("%s discarded it at %s.", d.UpdatedBy, at)
	}
	return &Refusal{report.ErrConflict, text}
}

// save stores a draft as its next version, with an event.
func (s *Service) save(ctx context.Context, draft *Draft, actor, action, text string) error {
	draft.Version++
	draft.UpdatedAt, draft.UpdatedBy = s.now().UTC(), actor
	if draft.Version == 1 {
		draft.CreatedAt = draft.UpdatedAt
	}
	before := draft.Before
	draft.Before = Standing{}
	text = addEnded(text, draft.standing(), before)
	draft.History = append(draft.History, DraftChange{draft.Version, actor, draft.UpdatedAt, action, text})
	draft.History = draft.History[max(0, len(draft.History)-maxHistory):]
	if err := s.store.SaveDraft(ctx, *draft, s.event(draft, actor, action, text), messages(draft, before, actor, action)...); err != nil {
		return fmt.Errorf("%s: %w", action, s.explained(ctx, draft, err))
	}
	return nil
}

// explained returns the error of storing a draft's next version. If somebody else has stored one just
// before, the error says who, and what has become of the draft.
func (s *Service) explained(ctx context.Context, draft *Draft, err error) error {
	if !errors.Is(err, report.ErrConflict) {
		return err
	}
	stored, failed := s.store.Draft(ctx, draft.ID)
	switch {
	case failed == nil && stored.Version >= draft.Version:
		return changedMeanwhile(stored)
	case failed != nil && !errors.Is(failed, report.ErrNotFound):
		return err
	}
	archive, failed := s.Archive(ctx)
	if failed == nil {
		failed = s.Current(*draft, archive)
	}
	return cmp.Or(failed, err)
}

func (s *Service) event(draft *Draft, actor, action, text string) audit.Event {
	return audit.Event{
		At: s.now().UTC(), Actor: actor, Action: action, Period: draft.Edition.Period,
		Digest: draft.ContentDigest(), Text: text,
	}
}

// RestoreTime is the time for which a discarded draft can be restored.
const RestoreTime = 24 * time.Hour

// Discard ends a draft without publishing it. It remains stored and is never shown to the public.
func (s *Service) Discard(ctx context.Context, e Edit) error {
	_, err := s.apply(ctx, e, ActionDiscard, "discard", "", func(draft *Draft) error {
		reopen(draft)
		draft.State = DraftDiscarded
		return nil
	})
	return err
}

// Restore gives a discarded draft back to its editor, as it was. It refuses one that was discarded before
// RestoreTime with report.ErrConflict.
func (s *Service) Restore(ctx context.Context, e Edit) (Draft, error) {
	return s.apply(ctx, e, ActionRestore, string(ActionRestore), "", func(draft *Draft) error {
		if !draft.Restorable(s.now()) {
			return &Refusal{report.ErrConflict, "It was discarded more than a day ago, so it cannot be restored. Upload its workbook again."}
		}
		draft.State = DraftOpen
		return nil
	})
}

// Restorable reports whether the draft is discarded and can still be restored at a time.
func (d *Draft) Restorable(now time.Time) bool {
	return d.State == DraftDiscarded && now.Sub(d.UpdatedAt) < RestoreTime
}

// SetNote sets the public note on a row, on a section (if country is empty) or on the edition (if
// the section is empty too). An empty text removes the note.
func (s *Service) SetNote(ctx context.Context, e Edit, section report.Section, country, text string) (Draft, error) {
	clean, err := noteText(text)
	if err != nil {
		return Draft{}, err
	}
	return s.edit(ctx, e, "note", clean, func(draft *Draft) error { return setNote(draft, section, country, clean) })
}

// SetUnit sets what the outcomes of a section count. It refuses a section whose unit does not vary, or that
// the draft does not have, with report.ErrInvalid.
func (s *Service) SetUnit(ctx context.Context, e Edit, section report.Section, unit report.Unit) (Draft, error) {
	return s.edit(ctx, e, "unit", fmt.Sprintf("%s: %s", section, unit), func(draft *Draft) error {
		return setUnit(&draft.Edition, section, unit)
	})
}

func setUnit(e *report.Edition, section report.Section, unit report.Unit) error {
	i := slices.IndexFunc(e.Tables, func(t report.Table) bool { return t.Section == section })
	if _, err := report.ParseUnit(string(unit)); err != nil || i < 0 || !section.UnitVaries() {
		return &Refusal{report.ErrInvalid, fmt.Sprintf("The outcomes of the section %q cannot be set to %q. Choose requests or accounts, for civil requests that the draft has.", section, unit)}
	}
	e.Tables[i].Unit = unit
	return nil
}

// SetName sets the name by which the edition calls a country, from this period on and until a later one
// changes it. Earlier periods keep theirs. An empty name is that of the list of places, as the draft changes
// it.
func (s *Service) SetName(ctx context.Context, e Edit, code, name string) (Draft, error) {
	archive, err := s.Archive(ctx)
	if err != nil {
		return Draft{}, err
	}
	return s.edit(ctx, e, "name", fmt.Sprintf("%s: %s", code, name), func(draft *Draft) error {
		return setName(&draft.Edition, WithPlaces(*draft, archive).ListedPlaces(), code, name)
	})
}

// setName sets a name in an edition, given the list of places.
func setName(e *report.Edition, listed *report.Places, code, name string) error {
	name = strings.TrimSpace(name)
	places := listed.Named(e.Names)
	c, ok := places.Country(code)
	other, taken := places.CountryNamed(name)
	_, err := places.Find(name)
	switch {
	case !ok || c.IsNoCountry():
		return &Refusal{report.ErrInvalid, fmt.Sprintf("No country of the report has the code %q.", code)}
	case taken && other.Code != c.Code, name != "" && !taken && err == nil:
		return &Refusal{report.ErrInvalid, fmt.Sprintf("%q is the name of another place.", name)}
	}
	if name != "" {
		if fault := nameFault(name, c.Code, places.Regions()); fault != "" {
			return &Refusal{report.ErrInvalid, fault}
		}
	}
	e.Names = slices.DeleteFunc(e.Names, func(n report.CountryName) bool { return n.Country == c.Code })
	if name != "" {
		e.Names = append(e.Names, report.CountryName{Country: c.Code, Name: name})
	}
	e.Sort()
	return nil
}

// fitNames removes the draft's names of countries that are not listed, and refuses one that another country
// has.
func (d *Draft) fitNames(listed *report.Places) error {
	e := &d.Edition
	e.Names = slices.DeleteFunc(e.Names, func(n report.CountryName) bool {
		_, ok := listed.Country(n.Country)
		return !ok
	})
	for _, n := range e.Names {
		if other, taken := listed.CountryNamed(n.Name); taken && other.Code != n.Country {
			return &Refusal{report.ErrInvalid, fmt.Sprintf("%q is the name that the draft gives to %s. Choose another for %s.", n.Name, n.Country, other.Code)}
		}
	}
	return nil
}

// inheritNames gives an edition the names of countries in the newest published period before it.
func inheritNames(e *report.Edition, archive *report.Archive) {
	for _, r := range archive.Revisions() { // newest first
		if r.Edition.Period.Compare(e.Period) < 0 {
			e.Names = slices.Clone(r.Edition.Names)
			return
		}
	}
}

// SetFigures replaces all single figures beside the tables. Names that are missing are not reported.
func (s *Service) SetFigures(ctx context.Context, e Edit, figures []report.SingleFigure) (Draft, error) {
	return s.edit(ctx, e, "figures", "", func(draft *Draft) error { return setSingles(draft, figures) })
}

// SetAnswer confirms a question's answer for the draft's period, with the text in q.Body. It refuses
// a text with fields that the draft has no figures for, with report.ErrInvalid.
func (s *Service) SetAnswer(ctx context.Context, e Edit, q report.Question) (Draft, error) {
	return s.edit(ctx, e, "answer", q.ID, func(draft *Draft) error { return setAnswer(draft, q) })
}

// KeepAnswer confirms that an answer keeps quoting the earlier period that it quotes now.
func (s *Service) KeepAnswer(ctx context.Context, e Edit, id string) (Draft, error) {
	return s.edit(ctx, e, "keep answer", id, func(draft *Draft) error {
		keepAnswer(draft, id)
		return nil
	})
}

// forgetAnswer removes what was decided about an answer.
func forgetAnswer(draft *Draft, id string) {
	draft.KeepsEarlier = slices.DeleteFunc(draft.KeepsEarlier, func(kept string) bool { return kept == id })
	draft.Edition.Answers = slices.DeleteFunc(draft.Edition.Answers, func(a report.Answer) bool { return a.Question == id })
}

// SetPublicNote sets the public note on a correction, or on a publication after a withdrawal: what, why,
// with what effect.
func (s *Service) SetPublicNote(ctx context.Context, e Edit, text string) (Draft, error) {
	clean, err := noteText(text)
	if err != nil {
		return Draft{}, err
	}
	return s.edit(ctx, e, "public note", clean, func(draft *Draft) error { return setPublicNote(draft, clean) })
}
