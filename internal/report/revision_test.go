package report_test

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"testing"

	"lerr/internal/report"
)

func TestDigest_IsTheHashOfTheCanonicalText(t *testing.T) {
	text := `lerr edition 1
2019-H1
note "On the whole edition."
section criminal "On the section."
row AT [1 2 1 0 0 0] ""
row AU [10 20 1 2 3 4] "On the row."
row DE [100 200 10 20 30 40] ""
row KR [1000 2000 100 200 300 400] ""
section civil ""
row DE [3 5 0 4 1 0] ""
figure consumer_warrants 126
figure enterprise_requests 74
answer challenges "In {period}: {enterprise_requests}."
answer takeaways "None."
`
	e := edition()
	sum := sha256.Sum256([]byte(text))
	if got, want := e.Digest(), hex.EncodeToString(sum[:]); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestDigest_IsTheSameForEqualEditions(t *testing.T) {
	a, b := edition(), edition()
	if a.Digest() != b.Digest() {
		t.Errorf("got %s and %s", a.Digest(), b.Digest())
	}
	if got := a.Digest(); !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(got) {
		t.Errorf("got %q, want 64 digits of lower-case hex", got)
	}
}

func TestDigest_DoesNotDependOnTheOrderOnceSorted(t *testing.T) {
	a, b := edition(), shuffled()
	if a.Digest() == b.Digest() {
		t.Error("before Sort: the digests are equal, so the order is not covered")
	}
	b.Sort()
	if got, want := b.Digest(), a.Digest(); got != want {
		t.Errorf("after Sort: got %s, want %s", got, want)
	}
}

func TestDigest_ChangesWithEverythingPublished(t *testing.T) {
	type change struct {
		name string
		make func(e *report.Edition)
	}
	changes := []change{
		{"the period", func(e *report.Edition) { e.Period = e.Period.Next() }},
		{"the edition's note", func(e *report.Edition) { e.Note += "." }},
		{"a section", func(e *report.Edition) { e.Tables[0].Section = report.Combined }},
		{"a section's note", func(e *report.Edition) { e.Tables[1].Note = "." }},
		{"a missing section", func(e *report.Edition) { e.Tables = e.Tables[:1] }},
		{"a country", func(e *report.Edition) { e.Tables[0].Rows[0].Country = "CI" }},
		{"a row's note", func(e *report.Edition) { e.Tables[0].Rows[1].Note = "" }},
		{"a note moved to the next row", func(e *report.Edition) {
			rows := e.Tables[0].Rows
			rows[1].Note, rows[2].Note = rows[2].Note, rows[1].Note
		}},
		{"a missing row", func(e *report.Edition) { e.Tables[0].Rows = e.Tables[0].Rows[:3] }},
		{"a row moved to the next section", func(e *report.Edition) {
			e.Tables[1].Rows = append(e.Tables[1].Rows, e.Tables[0].Rows[3])
			e.Tables[0].Rows = e.Tables[0].Rows[:3]
		}},
		{"a figure's name", func(e *report.Edition) { e.Figures[0].Name = report.EnterpriseContent }},
		{"a figure's value", func(e *report.Edition) { e.Figures[1].Value++ }},
		{"a missing figure", func(e *report.Edition) { e.Figures = e.Figures[:1] }},
		{"an answer's question", func(e *report.Edition) { e.Answers[0].Question = "emergencies" }},
		{"an answer", func(e *report.Edition) { e.Answers[1].Body = "Some." }},
		{"a missing answer", func(e *report.Edition) { e.Answers = e.Answers[:1] }},
		{"a note that looks like a line of the text", func(e *report.Edition) {
			e.Tables[0].Note = "On the section.\"\nrow AT [1 2 1 0 0 0] \""
			e.Tables[0].Rows = e.Tables[0].Rows[1:]
		}},
	}
	for i, column := range report.Columns() {
		changes = append(changes, change{column, func(e *report.Edition) {
			figures := e.Tables[0].Rows[2].Counts.Figures()
			figures[i]++
			e.Tables[0].Rows[2].Counts = report.CountsOf(figures)
		}})
	}
	original := edition()
	seen := map[string]string{original.Digest(): "no change"}
	for _, c := range changes {
		e := edition()
		c.make(&e)
		if other, ok := seen[e.Digest()]; ok {
			t.Errorf("%s: the digest is that of %s", c.name, other)
		}
		seen[e.Digest()] = c.name
	}
}
