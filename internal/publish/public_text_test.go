package publish_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/workbook"
)

// Each text that becomes public passes the check at its entry. A soft line break becomes a space, so that
// a workbook can hold the note.
func TestService_ChecksPublicTexts(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.must(o.Upload(ctx, "ann", "2019-H2.xlsx", file(t, "2019-H2.xlsx"), next))
	correction := shipped(t).Editions[12]
	_, corrects := writtenBy(correction, o.archive().Places(), true).bytes(t, correction.Period)
	var refusal *publish.Refusal
	for _, bad := range []string{
		"a\u202eb", "a\u2066b", "a\u200bb", "a\x01b", "\u3164", "To be written: TBD", "Lorem ipsum", "a_x000A_b", "a_x000a_b", "=cmd()", "{requests", "requests}",
		strings.Repeat("a", 2001),
	} {
		by := sitetest.By("ann", d)
		if _, err := o.PublishFile(ctx, publish.DirectPublication{Actor: "shell", Name: "a.csv", File: corrects, Note: bad}); !errors.As(err, &refusal) {
			t.Errorf("a direct correction's note %.20q: got %v, want it refused", bad, err)
		}
		for name, err := range map[string]error{
			"a note":      second(o.SetNote(ctx, by, report.Criminal, "AR", bad)),
			"public note": second(o.SetPublicNote(ctx, by, bad)),
			"explanation": second(o.Explain(ctx, by, publish.Explanation{Section: report.Civil, Country: "US", Column: 2, Stated: 268, Computed: 269, Text: bad + " 268 269"})),
			"a notice":    o.Withdraw(ctx, "bob", before, bad),
		} {
			if !errors.Is(err, report.ErrInvalid) {
				t.Errorf("%s %.20q: got %v, want ErrInvalid", name, bad, err)
			}
		}
	}
	for _, bad := range []string{"a\u202eb", "TBD", "{criminal.requests.US"} {
		if _, err := o.SetAnswer(ctx, sitetest.By("ann", d), report.Question{ID: "cloud-act", Body: bad}); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("the answer %q: got %v, want ErrInvalid", bad, err)
		}
	}
	d = o.must(o.SetNote(ctx, sitetest.By("ann", d), report.Criminal, "AR", "Counted\u000bagain."))
	if row, _ := d.Edition.Headline().Row("AR"); row.Note != "Counted again." {
		t.Errorf("got %q", row.Note)
	}
	d = o.must(o.Explain(ctx, sitetest.By("ann", d), publish.Explanation{
		Section: report.Civil, Country: "US", Column: 2, Stated: 268, Computed: 269, Text: "269, not\u000b268.",
	}))
	// Two texts that are each short enough make no note that is too long.
	stated := publish.Explanation{Section: report.Skype, Text: strings.Repeat("a", 1500)}
	d = o.must(o.Explain(ctx, sitetest.By("ann", d), stated))
	stated.Section, stated.Text = report.Combined, strings.Repeat("b", 1500)
	if _, err := o.Explain(ctx, sitetest.By("ann", d), stated); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("two statements of 1,500 characters: got %v, want ErrInvalid", err)
	}
	input := workbook.Input{Revision: report.Revision{Edition: d.Edition, Number: 1}, Places: o.archive().Places(), Site: sitetest.Shipped(t).Site}
	if err := workbook.Write(&bytes.Buffer{}, input); err != nil {
		t.Errorf("its workbook: %v", err)
	}
}
