package handlers_test

import (
	"encoding/xml"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lerr/internal/report"
	"lerr/internal/sitetest"
)

func TestRevisions_KeepTheirAddressWhenTheyAreCorrected(t *testing.T) {
	d := sitetest.NewConsole(t)
	before := d.Public.Get("/download/2018-H2-r1.csv").Body
	if before == "" || before != d.Public.Get("/download/2018-H2.csv").Body {
		t.Fatal("revision 1 is not what is published at first")
	}
	d.Publish(d.Corrected(report.Period{Year: 2018, Half: 2}, "A note on the period.", "A note was missing; no figure changes."))

	for path, want := range map[string][]string{
		"/2018-H2":        {"Corrected on", "A note was missing; no figure changes.", `href="/2018-H2/r1"`, "A note on the period."},
		"/2018-H2/r1":     {"Superseded", "A note was missing; no figure changes.", `href="/2018-H2"`, "21,433"},
		"/2018-H2/r1/au":  {"Superseded", `href="/2018-H2/au"`},
		"/2018-H2/r2":     {"Revision 2", "A note on the period."},
		"/revisions":      {"superseded", `href="/2018-H2/r1"`, "/download/2018-H2-r1.xlsx", "/download/2018-H2-r2.xlsx"},
		"/revisions.atom": {"corrected", "A note was missing; no figure changes."},
	} {
		w := d.Public.Get(path)
		for _, text := range want {
			if w.Status != http.StatusOK || !strings.Contains(w.Body, text) {
				t.Errorf("%s: status %d, lacks %q", path, w.Status, text)
			}
		}
	}
	if strings.Contains(d.Public.Get("/2018-H2/r1").Body, "A note on the period.") {
		t.Error("revision 1 shows what came after it")
	}
	if got := d.Public.Get("/download/2018-H2-r1.csv").Body; got != before {
		t.Error("the file of revision 1 has changed")
	}
	for _, path := range []string{"/2018-H2/r3", "/2018-H2/r0", "/2018-H2/r1/zz", "/download/2018-H2-r3.csv", "/2019-H2/r1"} {
		if got := d.Public.Get(path).Status; got != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", path, got)
		}
	}
}

func TestWithdrawn_ANoticeTakesThePlaceOfThePeriod(t *testing.T) {
	d := sitetest.NewConsole(t)
	if err := d.Publisher.Withdraw(t.Context(), "bob", report.Period{Year: 2019, Half: 1}, "A sheet is being checked."); err != nil {
		t.Fatal(err)
	}
	d.Step()
	for _, path := range []string{"/2019-H1", "/2019-H1/au", "/2019-H1/r1", "/2019-H1/r1/au", "/download/2019-H1.csv", "/download/2019-H1-r1.xlsx"} {
		w := d.Public.Get(path)
		if w.Status != http.StatusGone || !strings.Contains(w.Body, "A sheet is being checked.") {
			t.Errorf("%s: got %d without the notice", path, w.Status)
		}
		if strings.Contains(w.Body, "24,175") {
			t.Errorf("%s still shows the figure", path)
		}
	}
	if home := d.Public.Get("/").Body; !strings.Contains(home, "2018 (Jul-Dec) - Global") || strings.Contains(home, "24,175") {
		t.Error("the home page does not show the newest period that is public")
	}
	if text := d.Public.Get("/revisions").Body; !strings.Contains(text, "A sheet is being checked.") {
		t.Error("the list of revisions does not tell of it")
	}
}

func TestFeed_IsWellFormedAndComplete(t *testing.T) {
	d := sitetest.NewConsole(t)
	var feed struct {
		ID      string `xml:"id"`
		Entries []struct {
			ID, Title, Updated string
		} `xml:"entry"`
	}
	w := d.Public.Get("/revisions.atom")
	if err := xml.Unmarshal([]byte(w.Body), &feed); err != nil {
		t.Fatal(err)
	}
	if len(feed.Entries) != 13 || feed.ID == "" {
		t.Errorf("got %d entries, id %q", len(feed.Entries), feed.ID)
	}
	if got := w.Header.Get("Content-Type"); got != "application/atom+xml; charset=utf-8" {
		t.Errorf("type %q", got)
	}
}

// TestRevisions_BeginWithWhatWasCorrected reads the page before and after corrections and a withdrawal.
func TestRevisions_BeginWithWhatWasCorrected(t *testing.T) {
	t.Parallel()
	d := sitetest.NewConsole(t)
	doc := d.Public.Doc("/revisions")
	if got := sitetest.Text(doc.Find("h1 + p")); got != "Nothing has been corrected so far." || doc.Find(".corrections").Length() != 0 {
		t.Errorf("at first the page begins with %q", got)
	}
	if got := sitetest.Text(d.Public.Doc("/data").Find(".data__lede")); !strings.HasSuffix(got, "Nothing has been corrected so far.") {
		t.Errorf("at first /data says %q", got)
	}
	d.Publish(d.Corrected(report.Period{Year: 2018, Half: 2}, "A note on the period.", "A note was missing; no figure changes."))
	d.Pass(24 * time.Hour)
	d.Publish(d.Corrected(report.Period{Year: 2013, Half: 1}, "Another note.", "A name was misspelt."))
	d.Pass(24 * time.Hour)
	if err := d.Publisher.Withdraw(t.Context(), "bob", report.Period{Year: 2019, Half: 1}, "A sheet is being checked."); err != nil {
		t.Fatal(err)
	}
	d.Step()

	doc = d.Public.Doc("/revisions")
	const sentence = "2 corrections and 1 withdrawal so far, the last on 26 November 2026."
	if got := sitetest.Text(doc.Find("h1 + p")); got != sentence {
		t.Errorf("the page begins with %q, want %q", got, sentence)
	}
	if got := sitetest.Text(d.Public.Doc("/data").Find(".data__lede")); !strings.HasSuffix(got, sentence) {
		t.Errorf("/data says %q", got)
	}
	list := doc.Find("h1 + p + .corrections li")
	for i, want := range []struct{ text, links string }{
		{"26 November 2026: 2019 (Jan-Jun), revision 1Withdrawn. A sheet is being checked.", "/2019-H1/r1"},
		{"25 November 2026: 2013 (Jan-Jun), revision 2A name was misspelt. Before: 2013 (Jan-Jun), revision 1", "/2013-H1/r2 /2013-H1/r1"},
		{"24 November 2026: 2018 (Jul-Dec), revision 2A note was missing; no figure changes. Before: 2018 (Jul-Dec), revision 1", "/2018-H2/r2 /2018-H2/r1"},
	} {
		item := list.Eq(i)
		if got := sitetest.Text(item); got != want.text {
			t.Errorf("%d: got %q, want %q", i, got, want.text)
		}
		var links []string
		for j := range item.Find("a").Nodes {
			links = append(links, item.Find("a").Eq(j).AttrOr("href", ""))
		}
		if got := strings.Join(links, " "); got != want.links {
			t.Errorf("%d: leads to %s, want %s", i, got, want.links)
		}
	}
	if list.Length() != 3 {
		t.Errorf("got %d corrections", list.Length())
	}
}

// TestRevisions_KeepHashesClosed looks for fingerprints outside of the closed part that explains them.
func TestRevisions_KeepHashesClosed(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/revisions")
	part := doc.Find("details:not([open])")
	for _, r := range site.Archive.History() {
		if !strings.Contains(part.Text(), r.Digest) {
			t.Errorf("the closed part lacks the fingerprint of %s", r.Edition.Period)
		}
	}
	if got := sitetest.Text(part); strings.Count(got, "A fingerprint is") != 1 {
		t.Errorf("the closed part does not explain itself: %.200s", got)
	}
	part.Remove()
	if got := regexp.MustCompile(`[0-9a-f]{64}|(?i)digest`).FindString(doc.Text()); got != "" {
		t.Errorf("%q is shown at once", got)
	}
}

// A publication after a withdrawal, and one from the command line, are called that.
func TestRevisions_SayHowARevisionCameAbout(t *testing.T) {
	t.Parallel()
	shipped := sitetest.Archive(t)
	newest := shipped.NewestPublished()
	r, err := shipped.Revision(newest)
	if err != nil {
		t.Fatal(err)
	}
	gone := r
	gone.State, gone.WithdrawnAt, gone.WithdrawalNotice, gone.Edition = report.Withdrawn, r.PublishedAt.Add(time.Hour), "Being checked.", report.Edition{Period: newest}
	again := r
	again.Number, again.Again, again.Direct, again.PublishedAt, again.Note = 2, true, true, r.PublishedAt.Add(2*time.Hour), "Checked, and found right."
	history := slices.DeleteFunc(shipped.History(), func(r report.Revision) bool { return r.Edition.Period == newest })
	archive, err := report.NewArchive(shipped.Places(), append(history, gone, again))
	if err != nil {
		t.Fatal(err)
	}
	s := sitetest.New(t, sitetest.Showing(archive))
	text := sitetest.Text(s.Doc("/revisions").Find("main"))
	for _, want := range []string{
		"1 publication after a withdrawal and 1 withdrawal so far",
		"Published again after a withdrawal: Checked, and found right. (published directly, without a second person)",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("/revisions does not say %q: %s", want, text)
		}
	}
	for _, feed := range []string{"/revisions.atom", "/corrections.atom"} {
		body := s.Get(feed).Body
		for _, want := range []string{newest.Label() + ": published again after a withdrawal", `term="republication"`, "Checked, and found right. Published directly, without a second person."} {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not say %q", feed, want)
			}
		}
	}
	for path, want := range map[string]string{"/2019-H1": "Published again on", "/2019-H1/r1": "Being checked."} {
		if body := s.Get(path).Body; !strings.Contains(body, want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
}
