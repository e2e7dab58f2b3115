package views

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/yuin/goldmark"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// Answer is a question with its answer as HTML.
type Answer struct {
	ID, Title string
	HTML      string
	Open      bool
}

// Section is a titled text as HTML.
type Section struct {
	ID, Title string
	HTML      string
}

// Unanswered replaces an answer whose figures are not public, for example after a withdrawal.
const Unanswered = "The figures that this answer quotes are not public at present."

// answer puts the questions on the page, with their answers on the world's page and where they are asked for.
func (m *ReportPage) answer(a *report.Archive, site *report.Site, expand urls.Expand) (err error) {
	if !m.Shows.Place.IsGlobal() && !expand.Has(urls.ExpandFAQs) {
		answers := urls.Report(report.Selection{Period: m.Shows.Period}) + "#"
		for _, q := range site.FAQ {
			m.Questions = append(m.Questions, Link{q.Title, answers + q.ID})
		}
		return nil
	}
	if m.FAQIntro, err = Markdown(site.FAQIntro); err != nil {
		return err
	}
	m.Answers, err = newAnswers(a, site.FAQ, expand)
	return err
}

// newAnswers returns the questions with their answers, whose fields are filled by
// report.Archive.Answer.
func newAnswers(a *report.Archive, questions []report.Question, expand urls.Expand) ([]Answer, error) {
	var answers []Answer
	for _, q := range questions {
		text, err := a.Answer(q, Number)
		if errors.Is(err, report.ErrNotFound) {
			text, err = Unanswered, nil
		}
		if err != nil {
			return nil, err
		}
		html, err := Markdown(text)
		if err != nil {
			return nil, fmt.Errorf("answer %s: %w", q.ID, err)
		}
		answers = append(answers, Answer{ID: q.ID, Title: q.Title, HTML: html, Open: expand.Has(urls.ExpandFAQs)})
	}
	return answers, nil
}

// Markdown renders Markdown as HTML. Raw HTML is omitted.
func Markdown(text string) (string, error) {
	var b bytes.Buffer
	if err := goldmark.Convert([]byte(text), &b); err != nil {
		return "", fmt.Errorf("render text: %w", err)
	}
	return b.String(), nil
}

func newIntro(texts []report.Text) ([]Section, error) {
	var sections []Section
	for i, t := range texts {
		html, err := Markdown(t.Body)
		if err != nil {
			return nil, err
		}
		sections = append(sections, Section{ID: fmt.Sprintf("intro-%d", i+1), Title: t.Title, HTML: html})
	}
	return sections, nil
}
