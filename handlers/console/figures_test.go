package console_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// cells are the fields of a row's six figures.
func cells(row string, figures ...string) (fields []string) {
	for i, n := range figures {
		fields = append(fields, "cell-"+row+"-"+string(rune('0'+i)), n)
	}
	return fields
}

func correction(t *testing.T, p *sitetest.Person, period string) string {
	t.Helper()
	a := p.Post("/published/" + period + "/correct")
	if a.Status != http.StatusSeeOther {
		t.Fatalf("correct: got %d", a.Status)
	}
	draft, _, _ := strings.Cut(a.Header.Get("Location"), "?")
	return strings.TrimSuffix(draft, "/figures")
}

func TestStaffFigures_AreCorrectedInPlace(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	draft := correction(t, ann, "2019-H1")
	page := draft + "/figures"
	save := func(fields ...string) sitetest.Answer {
		return ann.Post(page, append([]string{"version", version(ann, draft)}, fields...)...)
	}
	if n := ann.Doc(page).Find("tr:has(#cell-criminal-FR-0) input").Length(); n != 6 {
		t.Errorf("France has %d cells", n)
	}
	old := ann.Doc(page).Find("#cell-criminal-FR-0").AttrOr("value", "")
	if old != "3,656" {
		t.Fatalf("France has %q requests", old)
	}
	var row []string
	for _, in := range ann.Doc(page).Find("tr:has(#cell-criminal-FR-0) input").EachIter() {
		row = append(row, in.AttrOr("value", ""))
	}
	row[0] = "3,657"
	if a := save(cells("criminal-FR", row...)...); a.Status != http.StatusSeeOther {
		t.Fatalf("got %d, %s", a.Status, summarized(t, a))
	}
	if text := sitetest.Text(ann.Doc(page).Find("tr:has(#cell-criminal-FR-0)")); !strings.Contains(text, "was 3,656 +1") || !strings.Contains(text, "1 too few") {
		t.Errorf("the row says %q", text)
	}
	if text := sitetest.Text(ann.Doc(page).Find(".cells__total")); !strings.Contains(text, "24,176") || !strings.Contains(text, "was 24,175 +1") {
		t.Errorf("the total says %q", text)
	}
	link := ann.Doc(draft + "/problems").Find("#problems a:contains('exactly this difference')")
	to := link.AttrOr("href", "")
	if to != draft+"/texts#note-criminal-FR" || ann.Doc(draft+"/texts").Find("#note-criminal-FR").Length() != 1 {
		t.Errorf("the problem leads to %q", to)
	}
	// As it was: nothing differs any more.
	row[0] = "3656"
	save(cells("criminal-FR", row...)...)
	if n := ann.Doc(page).Find(".cells__was").Length(); n != 0 {
		t.Errorf("%d cells differ", n)
	}
}

func TestStaffFigures_AreCheckedAsThoseOfAFile(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	draft := correction(t, ann, "2019-H1")
	page := draft + "/figures"
	save := func(fields ...string) sitetest.Answer {
		return ann.Post(page, append([]string{"version", version(ann, draft)}, fields...)...)
	}
	for _, wrong := range []string{"12,5", "-1", "1.0", "many", "1000000001"} {
		a := save(cells("criminal-FR", wrong, "1", "1", "1", "1", "1")...)
		if doc := a.Doc(t); a.Status != http.StatusUnprocessableEntity || !strings.Contains(summarized(t, a), "is no count") || doc.Find("#cell-criminal-FR-0").AttrOr("value", "") != wrong {
			t.Errorf("%q: got %d, %s", wrong, a.Status, summarized(t, a))
		}
	}
	for name, tt := range map[string]struct {
		fields []string
		field  string
	}{
		"a new row without a country": {cells("criminal-", "1", "1", "0", "1", "0", "0"), "new-country"},
		"a country without figures":   {[]string{"new-country", "NP"}, "cell-criminal--0"},
		"a country that has a row":    {append(cells("criminal-", "1", "1", "0", "1", "0", "0"), "new-country", "FR"), "new-country"},
	} {
		if a := save(tt.fields...); a.Status != http.StatusUnprocessableEntity || a.Doc(t).Find("#"+tt.field+"-error").Length() != 1 {
			t.Errorf("%s: got %d, %s", name, a.Status, summarized(t, a))
		}
	}
	// An empty row is removed, a new one added, and an empty cell asked about.
	if a := save(cells("criminal-FR", "", "", "", "", "", "")...); a.Status != http.StatusSeeOther {
		t.Fatalf("remove: got %d, %s", a.Status, summarized(t, a))
	}
	if ann.Doc(page).Find("#cell-criminal-FR-0").Length() != 0 {
		t.Error("France still has a row")
	}
	if a := save(append(cells("criminal-", "10", "12", "0", "4", "3", ""), "new-country", "FR")...); a.Status != http.StatusSeeOther {
		t.Fatalf("add: got %d, %s", a.Status, summarized(t, a))
	}
	if text := sitetest.Text(ann.Doc(draft + "/warnings").Find("main")); !strings.Contains(text, "the cell for rejected is empty") {
		t.Errorf("an empty cell is not asked about: %s", text)
	}
}

// A note of a file becomes public only if somebody takes it in.
func TestStaffTexts_PublishNoNoteOfTheFileUnasked(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	file, err := os.ReadFile("../../internal/workbook/testdata/2019-H2.csv")
	if err != nil {
		t.Fatal(err)
	}
	content := strings.Split(strings.TrimSpace(string(file)), "\n")
	for i := range content {
		content[i] += map[bool]string{true: ",notes", false: ","}[i == 0]
	}
	content[1] += "For our eyes only."
	a := ann.Upload("/upload", "2019-H2.csv", []byte(strings.Join(content, "\n")+"\n"), "period", "2019-H2")
	draft, _, _ := strings.Cut(a.Header.Get("Location"), "?")
	if a := ann.Post(draft+"/texts", "version", version(ann, draft), "note-civil-AU", "", "note-edition", "A note."); a.Status != http.StatusSeeOther {
		t.Fatalf("got %d, %s", a.Status, summarized(t, a))
	}
	if body := ann.Get(draft + "/preview/2019-H2/au").Body; strings.Contains(body, "For our eyes only.") {
		t.Error("the note is public unasked")
	}
	ann.Post(draft+"/texts", "version", version(ann, draft), "note-civil-AU", "", "take-note-civil-AU", "file")
	if got := ann.Doc(draft + "/texts").Find("#note-civil-AU").Text(); got != "For our eyes only." {
		t.Errorf("taken in, the note is %q", got)
	}
}

// What reading a file had found in a cell is found no more once the cell is corrected.
func TestStaffFigures_ResolveWhatAFileHad(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	file, err := os.ReadFile("../../internal/workbook/testdata/2019-H2.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(file), "\n")
	fields := strings.Split(lines[1], ",") // civil, Australia
	fields[len(fields)-1] = "many"
	lines[1] = strings.Join(fields, ",")
	a := ann.Upload("/upload", "2019-H2.csv", []byte(strings.Join(lines, "\n")), "period", "2019-H2")
	if a.Status != http.StatusSeeOther {
		t.Fatalf("got %d, %s", a.Status, summarized(t, a))
	}
	draft, _, _ := strings.Cut(a.Header.Get("Location"), "?")
	link := ann.Doc(draft+"/problems").Find("tr:contains('found \"many\"') a").AttrOr("href", "")
	if link != draft+"/figures?table=civil#new-country" {
		t.Errorf("the problem leads to %q", link)
	}
	form := append([]string{"version", version(ann, draft), "new-country", "AU"}, cells("civil-", "2", "2", "0", "0", "2", "0")...)
	if a := ann.Post(draft+"/figures?table=civil", form...); a.Status != http.StatusSeeOther {
		t.Fatalf("got %d, %s", a.Status, summarized(t, a))
	}
	if text := sitetest.Text(ann.Doc(draft + "/problems").Find("#problems")); strings.Contains(text, `found "many"`) {
		t.Errorf("it is still found: %s", text)
	}
}

// A problem with a figure that was corrected in place names its row, since no cell of the file holds it.
func TestStaffFigures_AreNoCellsOfTheFileAnyMore(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	draft := uploaded(t, ann)
	if text := sitetest.Text(ann.Doc(draft + "/problems").Find("tr:contains('add up to 269')")); !strings.Contains(text, "E12") {
		t.Fatalf("the problem is %q", text)
	}
	row := cells("civil-US", "72", "267", "1", "44", "51", "173")
	if a := ann.Post(draft+"/figures?table=civil", append(row, "version", version(ann, draft))...); a.Status != http.StatusSeeOther {
		t.Fatalf("got %d, %s", a.Status, summarized(t, a))
	}
	if text := sitetest.Text(ann.Doc(draft + "/problems").Find("tr:contains('add up to 269')")); !strings.Contains(text, "not to its 267 accounts") || strings.Contains(text, "E12") {
		t.Errorf("the problem is %q", text)
	}
}
