package handlers_test

import (
	"encoding/xml"
	"testing"

	"github.com/mmcdole/gofeed"

	"lerr/internal/report"
	"lerr/internal/sitetest"
)

func TestFeeds_AreReadByAnAtomParser(t *testing.T) {
	d := sitetest.NewConsole(t)
	d.Publish(d.Corrected(report.Period{Year: 2018, Half: 2}, "A note on the period.", "A note was missing; no figure changes."))
	if err := d.Publisher.Withdraw(t.Context(), "bob", report.Period{Year: 2013, Half: 1}, "A sheet is being checked."); err != nil {
		t.Fatal(err)
	}
	d.Step()
	ids := map[string]bool{}
	for path, want := range map[string]int{"/revisions.atom": 14, "/releases.atom": 12, "/corrections.atom": 2} {
		w := d.Public.Get(path)
		feed, err := gofeed.NewParser().ParseString(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if feed.FeedType != "atom" || len(feed.Items) != want || feed.UpdatedParsed == nil || feed.Title == "" {
			t.Errorf("%s: %s feed %q with %d entries, want %d", path, feed.FeedType, feed.Title, len(feed.Items), want)
		}
		var plain struct {
			ID string `xml:"id"`
		}
		if err := xml.Unmarshal([]byte(w.Body), &plain); err != nil || ids[plain.ID] {
			t.Errorf("%s: id %q is another feed's (%v)", path, plain.ID, err)
		}
		ids[plain.ID] = true
		for _, item := range feed.Items {
			if item.GUID == "" || item.UpdatedParsed == nil || item.Link == "" || len(item.Categories) != 1 {
				t.Errorf("%s: entry %+v", path, item)
			}
			isRelease := item.Categories[0] == "release"
			if path == "/releases.atom" && !isRelease || path == "/corrections.atom" && isRelease {
				t.Errorf("%s holds a %s", path, item.Categories[0])
			}
		}
	}
	empty, err := gofeed.NewParser().ParseString(string(fetch(t, sitetest.New(t), "/corrections.atom")))
	if err != nil || len(empty.Items) != 0 || empty.UpdatedParsed == nil {
		t.Errorf("a feed without entries: %+v (%v)", empty, err)
	}
}
