package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
)

// TextEdit changes one public text of a draft. Exactly one of its parts says which.
type TextEdit struct {
	Field string // name of the form's field, for a refusal

	PublicNote bool         // the note on a correction, or on a publication after a withdrawal
	Note       *NoteOn      // a note on a row, a section or the edition
	Explains   *Explanation // a difference; without its text
	Answer     string       // the ID of a question, whose answer is confirmed for the draft's period
	Keep       string       // the ID of a question, whose answer keeps quoting an earlier period

	Text string
}

// NoteOn names the subject of a note: a row, a section if Country is empty, the edition if Section is empty too.
type NoteOn struct {
	Section report.Section
	Country string
}

// EditTexts changes public texts of a draft, all or none. If any is refused, the error holds FieldRefusals.
func (s *Service) EditTexts(ctx context.Context, e Edit, edits []TextEdit) (Draft, error) {
	var names []string
	for _, t := range edits {
		names = append(names, t.name())
	}
	return s.edit(ctx, e, "texts", strings.Join(names, ", "), func(draft *Draft) error {
		var refused FieldRefusals
		for _, t := range edits {
			if err := refused.add(t.Field, t.apply(draft)); err != nil {
				return err
			}
		}
		return refused.orNil()
	})
}

// name says for the audit log which text is changed.
func (t TextEdit) name() string {
	switch {
	case t.PublicNote:
		return "public note"
	case t.Note != nil:
		return strings.TrimSpace(fmt.Sprintf("note %s %s", t.Note.Section, t.Note.Country))
	case t.Explains != nil:
		return strings.TrimSpace(fmt.Sprintf("explanation %s %s", t.Explains.Section, t.Explains.Country))
	case t.Keep != "":
		return "answer " + t.Keep + " kept"
	}
	return "answer " + t.Answer
}

// apply changes the text in a draft.
func (t TextEdit) apply(draft *Draft) error {
	switch {
	case t.PublicNote:
		return setPublicNote(draft, t.Text)
	case t.Note != nil:
		return setNote(draft, t.Note.Section, t.Note.Country, t.Text)
	case t.Explains != nil:
		text, err := publicText(report.NoteText, t.Text)
		if err != nil {
			return err
		}
		x := *t.Explains
		x.Text = text
		return draft.explain(x)
	case t.Keep != "":
		keepAnswer(draft, t.Keep)
		return nil
	}
	return setAnswer(draft, report.Question{ID: t.Answer, Body: t.Text})
}

// noteText returns a note as it may become public, "" for none.
func noteText(text string) (string, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	return publicText(report.NoteText, text)
}

func setNote(draft *Draft, section report.Section, country, text string) error {
	text, err := noteText(text)
	if err != nil {
		return err
	}
	note := draft.Edition.NoteOn(section, country)
	if note == nil {
		return &Refusal{report.ErrNotFound, fmt.Sprintf("The draft has no row %s %s.", section, country)}
	}
	*note = text
	return nil
}

func setPublicNote(draft *Draft, text string) error {
	text, err := noteText(text)
	if err == nil {
		draft.Note = text
	}
	return err
}

func setAnswer(draft *Draft, q report.Question) error {
	body, err := publicText(report.AnswerText, q.Body)
	if err != nil {
		return err
	}
	q.Body = body
	for _, name := range q.Quotes() {
		one := report.Question{Body: "{" + name + "}"}
		if _, err := one.Answer(&draft.Edition, func(int) string { return "" }); err != nil {
			return &Refusal{report.ErrInvalid, fmt.Sprintf("The draft has no figure %q. Give the figure first, or write the answer without it.", name)}
		}
	}
	forgetAnswer(draft, q.ID)
	draft.Edition.Answers = append(draft.Edition.Answers, report.Answer{Question: q.ID, Body: q.Body})
	return nil
}

func keepAnswer(draft *Draft, id string) {
	forgetAnswer(draft, id)
	draft.KeepsEarlier = append(slices.Clone(draft.KeepsEarlier), id)
}
