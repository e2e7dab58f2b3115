package console_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"lerr/handlers/console"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// nextWorkbook is the workbook of the half-year after the shipped ones.
func nextWorkbook(t *testing.T) []byte {
	t.Helper()
	content, err := os.ReadFile("../../internal/workbook/testdata/2019-H2.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// attribute reads an attribute of each element.
func attribute(name string) func(int, *goquery.Selection) string {
	return func(_ int, s *goquery.Selection) string { return s.AttrOr(name, "") }
}

// uploaded is the address of a draft of the next half-year, uploaded by the person.
func uploaded(t *testing.T, p *sitetest.Person) string {
	t.Helper()
	a := p.Upload("/upload", "2019-H2.xlsx", nextWorkbook(t), "period", "2019-H2")
	if a.Status != http.StatusSeeOther {
		t.Fatalf("upload: got %d", a.Status)
	}
	address, _, _ := strings.Cut(a.Header.Get("Location"), "?")
	return address
}

// acceptAll are the fields of a form that accepts every warning of a page, by kind.
func acceptAll(doc *goquery.Document) (fields []string) {
	for _, of := range doc.Find("input[name^='of-']").EachIter() {
		name := of.AttrOr("name", "")
		kind := strings.TrimPrefix(name, "of-")
		fields = append(fields, name, of.AttrOr("value", ""), "kind", kind, "reason-"+kind, "Compared.")
	}
	return fields
}

// version is the version that a draft's page shows.
func version(p *sitetest.Person, address string) string {
	for _, page := range []string{"", "/texts", "/review", "/release"} {
		if v, ok := p.Doc(address + page).Find("input[name=version]").First().Attr("value"); ok {
			return v
		}
	}
	return ""
}

// summarized returns the texts of the error summary, with the fields that they link to.
func summarized(t *testing.T, a sitetest.Answer) string {
	t.Helper()
	doc := a.Doc(t)
	text := sitetest.Text(doc.Find(".summary"))
	for _, href := range doc.Find(".summary a").Map(attribute("href")) {
		if doc.Find(href).Length() != 1 {
			t.Errorf("the summary leads to %s, which is not on the page", href)
		}
	}
	if text != "" && !strings.HasPrefix(doc.Find("title").Text(), "Error: ") {
		t.Errorf("the title does not say that there is an error: %q", doc.Find("title").Text())
	}
	return text
}

func TestStaffUpload_SaysWhatIsWrongWithAFile(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	for _, tt := range []struct {
		name, file string
		content    []byte
		status     int
		want       string
	}{
		{"no file", "", nil, http.StatusUnprocessableEntity, "Choose a file."},
		{"an empty file", "a.xlsx", []byte{}, http.StatusUnprocessableEntity, "The file is empty."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var a sitetest.Answer
			if tt.file == "" {
				a = ann.Post("/upload", "period", "2019-H2")
			} else {
				a = ann.Upload("/upload", tt.file, tt.content, "period", "2019-H2")
			}
			if a.Status != tt.status || !strings.Contains(summarized(t, a), tt.want) {
				t.Errorf("got %d, %q, want %d, %q", a.Status, summarized(t, a), tt.status, tt.want)
			}
			if got := a.Doc(t).Find("#upload-period option[selected]").AttrOr("value", ""); got != "2019-H2" {
				t.Errorf("the chosen period is lost: %q", got)
			}
		})
	}
	a := ann.Upload("/upload", "photo.xlsx", []byte("\x89PNG\r\n\x1a\n not a workbook"), "period", "2019-H2")
	if text := a.Doc(t).Find("main").Text(); a.Status != http.StatusUnprocessableEntity || !strings.Contains(text, "begins like a PNG image") || strings.Contains(text, "0000") {
		t.Errorf("a picture: got %d, %s", a.Status, text)
	}
	if drafts, err := c.Publisher.Drafts(t.Context()); err != nil || len(drafts) > 0 {
		t.Errorf("a picture made %d drafts, %v", len(drafts), err)
	}
}

func TestStaffDraft_KeepsWhatWasTypedWhenItIsRefused(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	draft := uploaded(t, ann)
	v := version(ann, draft)

	singles := draft + "/figures?table=single"
	a := ann.Post(singles, "version", v, "consumer_warrants", "many", "enterprise_disclosures", "1")
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(summarized(t, a), `"many" is no count`) {
		t.Errorf("figures: got %d, %q", a.Status, summarized(t, a))
	}
	for _, decimal := range []string{"12,5", "1.5", "1,2345", "-1", "0x10"} {
		if a := ann.Post(singles, "version", v, "consumer_warrants", decimal); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("%q was saved: got %d", decimal, a.Status)
		}
	}
	for field, want := range map[string]string{"consumer_warrants": "many", "enterprise_disclosures": "1"} {
		if got := a.Doc(t).Find("#figure-"+field).AttrOr("value", ""); got != want {
			t.Errorf("%s holds %q, want what was typed, %q", field, got, want)
		}
	}

	doc := ann.Doc(draft + "/warnings")
	warning := doc.Find("input[name=warning]").First().AttrOr("value", "")
	kind := doc.Find("input[name^='of-']").First()
	a = ann.Post(draft+"/warnings", "version", v, "warning", warning, kind.AttrOr("name", ""), kind.AttrOr("value", ""), "reason-"+strings.TrimPrefix(kind.AttrOr("name", ""), "of-"), " ")
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(summarized(t, a), "give a reason") {
		t.Errorf("no reason: got %d, %q", a.Status, summarized(t, a))
	}
	if a.Doc(t).Find("input[name=warning][checked]").Length() != 1 {
		t.Error("what was ticked is lost")
	}
}

func TestStaffDraft_TellsTheSecondOfTwoWhoEdit(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann, eva := c.As(staff.Editor), c.As(staff.Editor)
	draft := uploaded(t, ann)
	v := version(ann, draft)
	shown := ann.Doc(draft+"/texts").Find("input[name=base]").AttrOr("value", "")
	if a := eva.Post(draft+"/texts", "version", v, "note-edition", "Of Eva."); a.Status != http.StatusSeeOther {
		t.Fatalf("the first: got %d", a.Status)
	}
	a := ann.Post(draft+"/texts", "version", v, "base", shown, "note-edition", "", "note-civil-US", "Of Ann, after much thought.")
	if a.Status != http.StatusConflict || !strings.Contains(summarized(t, a), eva.Name+" changed it meanwhile") {
		t.Errorf("the second: got %d, %q", a.Status, summarized(t, a))
	}
	doc := a.Doc(t)
	if got := doc.Find("#note-civil-US").Text(); got != "Of Ann, after much thought." {
		t.Errorf("what Ann typed is lost: %q", got)
	}
	if got := doc.Find("#note-edition").Text(); got != "Of Eva." {
		t.Errorf("what Eva saved is not shown: %q", got)
	}
	again := doc.Find("input[name=version]").First().AttrOr("value", "")
	if text := sitetest.Text(doc.Find("#conflicts")); !strings.Contains(text, "Changed meanwhile by "+eva.Name) || !strings.Contains(text, "Of Eva.") {
		t.Errorf("the page does not say what was changed, and by whom: %s", text)
	}
	if a := ann.Post(draft+"/texts", "version", again, "note-edition", "Of Eva.", "note-civil-US", "The outcomes add up to 269, not to 268."); a.Status != http.StatusSeeOther {
		t.Errorf("sent again: got %d", a.Status)
	}
}

func TestStaffDraft_NobodyApprovesTheirOwn(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.SetUp("ann")
	bob := c.As(staff.Approver)
	draft := uploaded(t, ann)
	step := func(path string, fields ...string) sitetest.Answer {
		t.Helper()
		a := ann.Post(draft+path, append([]string{"version", version(ann, draft)}, fields...)...)
		if a.Status != http.StatusSeeOther {
			t.Fatalf("%s: got %d, %s", path, a.Status, summarized(t, a))
		}
		return a
	}
	for _, vague := range []string{"As published.", "269, as published."} {
		if a := ann.Post(draft+"/texts", "version", version(ann, draft), "note-civil-US", vague); a.Status != http.StatusUnprocessableEntity || !strings.Contains(summarized(t, a), "both numbers, 268 and 269") {
			t.Fatalf("%q explains it: got %d, %s", vague, a.Status, summarized(t, a))
		}
	}
	step("/texts", "note-civil-US", "The outcomes add up to 269, not to 268. As published.",
		"decision-cloud-act", "keep", "decision-enterprise-customers", "keep")
	step("/warnings", acceptAll(ann.Doc(draft+"/warnings"))...)
	step("/submit")

	doc := ann.Doc(draft + "/review")
	digest := bob.Doc(draft+"/review").Find("input[name=digest]").AttrOr("value", "")
	if doc.Find("[formaction$='/approve']").Length() != 0 {
		t.Error("who prepared it is offered to approve it")
	}
	if a := ann.Post(draft+"/approve", "version", version(ann, draft), "digest", digest, "reason", "Mine."); a.Status != http.StatusForbidden {
		t.Errorf("who prepared it approved it: got %d", a.Status)
	}
	if a := bob.Post(draft+"/approve", "version", version(bob, draft), "digest", strings.Repeat("0", 64), "reason", "Compared."); a.Status != http.StatusConflict {
		t.Errorf("approved what was not looked at: got %d", a.Status)
	}
	if a := bob.Post(draft+"/approve", "version", version(bob, draft), "digest", digest); a.Status != http.StatusUnprocessableEntity || !strings.Contains(summarized(t, a), "Say what you compared it with") {
		t.Errorf("approved without a reason: got %d", a.Status)
	}
	if a := bob.Post(draft+"/approve", "version", version(bob, draft), "digest", digest, "reason", "Compared."); a.Status != http.StatusSeeOther {
		t.Fatalf("approve: got %d, %s", a.Status, summarized(t, a))
	}
	if a := bob.Post(draft+"/publish", "version", version(bob, draft), "confirm", "2019-H1"); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("published without the period typed: got %d", a.Status)
	}

	// At a time: never before, and without anybody's help.
	at := c.Now().Add(48 * time.Hour).UTC()
	a := bob.Post(draft+"/schedule", "version", version(bob, draft), "at", at.Format("2006-01-02T15:04"), "zone", "UTC", "off-calendar", "Agreed with the press.")
	if a.Status != http.StatusSeeOther {
		t.Fatalf("schedule: got %d, %s", a.Status, summarized(t, a))
	}
	if text := sitetest.Text(bob.Doc("/").Find("main")); !strings.Contains(text, "Time left: 2 days 0 h 0 min") || strings.Contains(text, "Not ready") {
		t.Errorf("the first page does not count down, or is not ready: %s", text)
	}
	c.Pass(at.Sub(c.Now()) - time.Millisecond)
	c.Step()
	if got := c.Public.Get("/2019-H2").Status; got != http.StatusNotFound {
		t.Fatalf("it is public before its time: %d", got)
	}
	c.Pass(time.Millisecond)
	c.Step()
	if got := c.Public.Get("/2019-H2").Status; got != http.StatusOK {
		t.Errorf("it is not public at its time: %d", got)
	}
}

func TestStaffPreview_ShowsThePublicPagesUnderABanner(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	draft := uploaded(t, ann)
	for path, want := range map[string]string{"": "21,781", "/": "21,781", "/2019-H2/de": "3,310", "/revisions": "2019 (Jul-Dec)", "/countries/de": "3,310"} {
		a := ann.Get(draft + "/preview" + path)
		if a.Status != http.StatusOK || !strings.Contains(a.Body, want) || !strings.Contains(a.Body, "draft-banner") {
			t.Errorf("%s: got %d, without %q or the banner", path, a.Status, want)
		}
		for _, href := range a.Doc(t).Find("main a[href^='/'], main form[action^='/']").Map(attribute("href")) {
			if href != "" && !strings.HasPrefix(href, draft+"/preview/") {
				t.Errorf("%s leads out of the preview, to %s", path, href)
			}
		}
	}
	if strings.Contains(c.Log.String(), "21,781") {
		t.Error("the log holds a figure of a draft")
	}
	if got := c.Nobody().Get(draft + "/preview").Status; got != http.StatusSeeOther {
		t.Errorf("a stranger gets %d, want to be sent to sign in", got)
	}
}

func TestStaffSchedule_ReadsTimesAsPeopleDo(t *testing.T) {
	for _, tt := range []struct{ at, zone, which, want, problem string }{
		{"2027-01-15T09:00", "Europe/Berlin", "", "2027-01-15T08:00:00Z", ""},
		{"2027-07-15T09:00", "Europe/Berlin", "", "2027-07-15T07:00:00Z", ""},
		{"2028-02-29T09:00", "UTC", "", "2028-02-29T09:00:00Z", ""},
		{"2027-01-15T09:00", "EST", "", "", "does not follow summer time"},
		{"2027-01-15T09:00", "Etc/GMT+5", "", "", "does not follow summer time"},
		{"2027-01-15T09:00", "CET", "", "", "does not follow summer time"},
		{"2027-03-28T02:30", "Europe/Berlin", "", "", "There is no 2027-03-28 02:30"},
		{"2027-10-31T02:30", "Europe/Berlin", "", "", "comes twice"},
		{"2027-10-31T02:30", "Europe/Berlin", "first", "2027-10-31T00:30:00Z", ""},
		{"2027-10-31T02:30", "Europe/Berlin", "second", "2027-10-31T01:30:00Z", ""},
		{"2027-11-07T01:30", "America/New_York", "second", "2027-11-07T06:30:00Z", ""},
		{"2027-01-15T09:00", "Berlin", "", "", "no time zone"},
		{"2027-01-15T09:00", "Local", "", "", "no time zone"},
		{"soon", "UTC", "", "", "Give the date"},
		{"2027-02-29T09:00", "UTC", "", "", "Give the date"},
	} {
		got, problem := console.ParseRelease(tt.at, tt.zone, tt.which)
		text := ""
		if !got.IsZero() {
			text = got.Format(time.RFC3339)
		}
		if text != tt.want || !strings.Contains(problem, tt.problem) || (tt.problem == "" && problem != "") {
			t.Errorf("%s %s %s: got %q, %q, want %q, %q", tt.at, tt.zone, tt.which, text, problem, tt.want, tt.problem)
		}
	}
}

func TestStaffCorrectAndWithdraw(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.SetUp("ann")
	draft := correction(t, ann, "2018-H2")
	if text := sitetest.Text(ann.Doc(draft).Find("main")); !strings.Contains(text, "correction of revision 1") || !strings.Contains(text, "A correction needs a public note") {
		t.Errorf("the draft does not say what it is: %s", text)
	}
	for name, fields := range map[string][]string{
		"nothing":    {},
		"no notice":  {"confirm", "2018-H2"},
		"no confirm": {"notice", "To be checked."},
	} {
		if a := ann.Post("/published/2018-H2/withdraw", fields...); a.Status != http.StatusUnprocessableEntity || summarized(t, a) == "" {
			t.Errorf("%s: got %d", name, a.Status)
		}
	}
	if a := ann.Post("/published/2018-H2/withdraw", "confirm", "2018-h2", "notice", "To be checked."); a.Status != http.StatusSeeOther {
		t.Fatalf("withdraw: got %d", a.Status)
	}
	if a := c.Public.Get("/2018-H2"); a.Status != http.StatusGone || !strings.Contains(a.Body, "To be checked.") {
		t.Errorf("the public page: got %d", a.Status)
	}
	if text := sitetest.Text(ann.Doc("/audit").Find("main")); !strings.Contains(text, "withdraw") || !strings.Contains(text, "all of them match") {
		t.Errorf("the audit log: %s", text)
	}
}

// A draft's page adds places to it, says what is wrong with them, and takes them back. None is public.
func TestStaffPlaces_ArePartOfADraft(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	draft := uploaded(t, ann)
	africa := "middle-east-and-africa"
	for _, tt := range []struct {
		form   string
		fields []string
		status int
		says   string
	}{
		{"spelling", []string{"spelling", "Deutschland", "spelling-country", "DE"}, http.StatusSeeOther, ""},
		{"spelling", []string{"spelling", "France", "spelling-country", "DE"}, http.StatusUnprocessableEntity, "names both"},
		{"spelling", []string{"spelling", " ", "spelling-country", "DE"}, http.StatusUnprocessableEntity, "Give a name"},
		{"country", []string{"code", "la", "name", "Laos", "region", "asia-pacific"}, http.StatusSeeOther, ""},
		{"country", []string{"code", "XYZ", "name", "Nowhere", "region", "europe"}, http.StatusUnprocessableEntity, "no country code"},
		{"country", []string{"code", "CD", "name", "=x", "region", africa}, http.StatusUnprocessableEntity, "does not start with a letter"},
		{"country", []string{"code", "CD", "name", "Europe", "region", africa}, http.StatusUnprocessableEntity, "name of a region"},
		{"remove", []string{"remove", "DE", "gone", ""}, http.StatusUnprocessableEntity, "has a row of it"},
		{"drop LA", nil, http.StatusSeeOther, ""},
		{"country", []string{"code", "LA", "name", "Laos", "region", "asia-pacific"}, http.StatusSeeOther, ""},
	} {
		fields := append([]string{"version", version(ann, draft), "do", tt.form}, tt.fields...)
		a := ann.Post(draft+"/places", fields...)
		if a.Status != tt.status || tt.says != "" && !strings.Contains(summarized(t, a), tt.says) {
			t.Errorf("%s %v: got %d, want %d and %q", tt.form, tt.fields, a.Status, tt.status, tt.says)
		}
	}
	text := sitetest.Text(ann.Doc(draft + "/places").Find("#places"))
	for _, want := range []string{"LA: Laos is new, in Asia-Pacific.", "DE: Germany has other spellings. Also written Deutschland."} {
		if !strings.Contains(text, want) {
			t.Errorf("the draft does not say %q: %s", want, text)
		}
	}
	if public := sitetest.Text(ann.Doc("/places").Find("main")); strings.Contains(public, "Laos") || strings.Contains(public, "Deutschland") {
		t.Error("the list of public places shows what is not public")
	}
	if a := ann.Get(draft + "/preview/countries/la"); a.Status != http.StatusOK || !strings.Contains(a.Body, "Laos") {
		t.Errorf("the preview lacks the new country: %d", a.Status)
	}
	if a := c.Public.Get("/countries/la"); a.Status != http.StatusNotFound {
		t.Errorf("the new country is public: %d", a.Status)
	}
}

// A soft line break in a note becomes a space, with a word; what cannot be public is refused at its field.
func TestStaffDraft_ChecksTextsAtEntry(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	draft := uploaded(t, ann)
	a := ann.Post(draft+"/texts", "version", version(ann, draft), "note-edition", "Counted\u000bagain.")
	if a.Status != http.StatusSeeOther {
		t.Fatalf("got %d, %s", a.Status, summarized(t, a))
	}
	doc := ann.Doc(a.Header.Get("Location"))
	if got := doc.Find("#note-edition").Text(); got != "Counted again." || !strings.Contains(doc.Text(), "Soft line breaks") {
		t.Errorf("got the note %q, or no word of its line break", got)
	}
	a = ann.Post(draft+"/texts", "version", version(ann, draft), "note-edition", "Counted \u202eagain.")
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(summarized(t, a), "U+202E") {
		t.Errorf("got %d, %s", a.Status, summarized(t, a))
	}
	corrected := correction(t, ann, "2018-H2")
	for field, form := range map[string][]string{
		draft: {"decision-cloud-act", "confirm", "answer-cloud-act", "Some\u000btext."}, corrected: {"public-note", "Some\u2028text."},
	} {
		a := ann.Post(field+"/texts", append([]string{"version", version(ann, field)}, form...)...)
		if a.Status != http.StatusSeeOther || !strings.HasSuffix(a.Header.Get("Location"), "saved-spaces") && !strings.Contains(a.Header.Get("Location"), "done=saved-spaces") {
			t.Errorf("%s: got %d, %s, want a word on its line break", field, a.Status, a.Header.Get("Location"))
		}
	}
	both := c.As(staff.Editor, staff.Approver)
	a = both.Post("/published/2018-H2/withdraw", "confirm", "2018-H2", "notice", "To be\u000bchecked.")
	if a.Status != http.StatusSeeOther || !strings.Contains(both.Doc(a.Header.Get("Location")).Text(), "Soft line breaks") {
		t.Errorf("a notice: got %d, or no word of its line break", a.Status)
	}
	if body := c.Public.Get("/2018-H2").Body; !strings.Contains(body, "To be checked.") {
		t.Error("the notice is not public with a space")
	}
	if a := ann.Post(draft+"/figures?table=single", "version", version(ann, draft), "consumer_warrants", "1,250"); a.Status != http.StatusSeeOther {
		t.Errorf("1,250 is refused: got %d", a.Status)
	}
}

// A note of a file with a soft line break is shown as the file has it, and whoever takes it in reads what became
// of the break.
func TestStaffDraft_TellsOfTheSoftLineBreaksOfAFile(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	content, err := os.ReadFile("../../internal/workbook/testdata/2019-H2.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	for i := range lines {
		lines[i] += map[bool]string{true: ",notes", false: ","}[i == 0]
	}
	lines[1] += "Counted\u2028by case." // U+000B is refused in a CSV file
	a := ann.Upload("/upload", "2019-H2.csv", []byte(strings.Join(lines, "\n")+"\n"), "period", "2019-H2")
	draft, _, _ := strings.Cut(a.Header.Get("Location"), "?")
	note := ann.Doc(draft + "/texts").Find("label:has(#take-note-civil-AU) q")
	if !strings.Contains(note.Text(), "\u2028") {
		t.Fatalf("the draft shows the note %q", note.Text())
	}
	a = ann.Post(draft+"/texts", "version", version(ann, draft), "note-civil-AU", "", "take-note-civil-AU", "file")
	if text := ann.Doc(a.Header.Get("Location")).Text(); a.Status != http.StatusSeeOther || !strings.Contains(text, report.SoftBreaksReplaced) {
		t.Errorf("got %d, or no word of its line break", a.Status)
	}
}
