package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/store"
)

// seeded returns the path of a database that holds the shipped report.
func seeded(t *testing.T) string {
	t.Helper()
	return sitetest.SeededPath(t)
}

// seededWith returns the path of a database that holds a part of the shipped report. All that hold the same have one
// log key.
func seededWith(t *testing.T, part publish.Shipped) string {
	t.Helper()
	return dbtest.Copy(t, fmt.Sprint(part.Editions, part.Countries), func(path string) error {
		return sitetest.SeedAt(path, part, sitetest.Now)
	})
}

// sized returns the shipped report or, in small runs, a part of it: a process makes all pages of the newest half-year.
func sized(t *testing.T) publish.Shipped {
	t.Helper()
	if testing.Short() {
		return excerpt(t)
	}
	return sitetest.Seed(sitetest.Shipped(t))
}

// seedAt creates a database that holds a report.
func seedAt(t *testing.T, path string, shipped publish.Shipped) {
	t.Helper()
	err := store.Create(t.Context(), path, newSeal(t, path), func(db *store.DB) error {
		service := publish.NewService(publish.ServiceOptions{Store: db, Now: func() time.Time { return sitetest.Now }})
		_, err := service.Seed(t.Context(), shipped)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// scheduleNext schedules the next half-year, and returns its time, in full seconds.
func scheduleNext(t *testing.T, path string, in time.Duration) time.Time {
	t.Helper()
	at := time.Now().Add(in).Truncate(time.Second)
	publishNext(t, path, at, "")
	return at
}

// publishNext publishes the next half-year of the countries that a database knows, at once at the zero time. It makes no
// file before, as the command does: that takes longer than a release waits in tests.
func publishNext(t *testing.T, path string, at time.Time, note string) {
	t.Helper()
	db := opened(t, path)
	defer db.Close()
	shipped := sitetest.Shipped(t)
	service := publish.NewService(publish.ServiceOptions{Store: db, Now: time.Now, Questions: shipped.Site.FAQ, KnownNotes: shipped.KnownNotes})
	archive, err := service.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = service.PublishFile(t.Context(), publish.DirectPublication{
		Actor: "kit", Name: "2019-H2.csv", File: nextOf(t, archive.ListedPlaces()), At: at, Note: note, Accept: accepted,
		Units: map[report.Section]report.Unit{report.Civil: report.UnitAccounts},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// nextOf returns the file of the next half-year with the rows of some places.
func nextOf(t *testing.T, places *report.Places) []byte {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(read(t, filepath.Join(testdata, "2019-H2.csv")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows = slices.DeleteFunc(rows, func(row []string) bool {
		_, known := places.CountryNamed(row[2])
		return !known && row[2] != "country"
	})
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// opened opens a database with its seal. The caller closes it.
func opened(t *testing.T, path string) *store.DB {
	t.Helper()
	where := location{db: path}
	seal, err := where.sealIfThere()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), path, seal)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// newSeal makes a log key beside a database that is to be made.
func newSeal(t *testing.T, path string) *store.Seal {
	t.Helper()
	seal, err := (&location{db: path}).createLogKey("")
	if err != nil {
		t.Fatal(err)
	}
	return seal
}

// accepted are the codes of the warnings of the next half-year, and accept the flags that accept them.
var (
	accepted = []string{"country-gone", "country-new", "large-change", "large-change-of-total", "largest-movers", "figure-missing"}
	accept   = []string{"--accept", strings.Join(accepted[:2], ","), "--accept", strings.Join(accepted[2:], ",")}
)

func TestPublish_ChecksAndPublishesAFile(t *testing.T) {
	db, file := seeded(t), filepath.Join(testdata, "2019-H2.xlsx")
	code, _, errs := execute(t, "publish", file, "--db", db)
	if code != exitFailed || !strings.Contains(errs, "Criminal E46") || !strings.Contains(errs, "country-gone") {
		t.Errorf("a warning that nobody accepted was ignored or is not reported: exit %d, %s", code, errs)
	}
	code, out, errs := execute(t, append([]string{"publish", file, "--db", db}, accept...)...)
	if code != exitOK || !strings.Contains(out, "2019-H2 is public") || !strings.Contains(out, "warnings accepted") {
		t.Fatalf("got exit %d, %s, %s", code, out, errs)
	}
	if code, out, errs := execute(t, "verify", "--db", db); code != exitOK || !strings.HasPrefix(out, "14 revisions") {
		t.Errorf("verify: got exit %d, %s, %s", code, out, errs)
	}
	if code, _, errs := execute(t, "check", file, "--db", db); code == exitOK || !strings.Contains(errs+"published", "published") {
		t.Errorf("a published period passes: exit %d, %s", code, errs)
	}
	if code, out, errs := execute(t, "withdraw", "2019-H2", "--db", db, "--note", "To be checked."); code != exitOK || !strings.Contains(out, "2019-H2 is withdrawn") || !strings.Contains(out, "To be checked.") {
		t.Errorf("withdraw: got exit %d, %s, %s", code, out, errs)
	}
	if code, _, errs := execute(t, "withdraw", "2019-H2", "--db", db); code == exitOK {
		t.Errorf("a period was withdrawn twice: %s", errs)
	}
}

func TestPublish_SchedulesAFile(t *testing.T) {
	db, file := seeded(t), filepath.Join(testdata, "2019-H2.xlsx")
	code, out, errs := execute(t, append([]string{"publish", file, "--db", db, "--at", "2199-01-01T09:00:00+01:00"}, accept...)...)
	if code != exitOK || !strings.Contains(out, "scheduled for 2199-01-01T08:00:00Z") {
		t.Errorf("got exit %d, %s, %s", code, out, errs)
	}
	for _, at := range []string{"tomorrow", "2001-01-01T09:00:00Z"} {
		if code, _, _ := execute(t, append([]string{"publish", file, "--db", db, "--at", at}, accept...)...); code == exitOK {
			t.Errorf("--at %s was accepted", at)
		}
	}
}

func TestVerify_FindsAFigureThatWasChanged(t *testing.T) {
	for name, statement := range map[string]string{
		"a figure": `UPDATE counts SET requests = requests + 1 WHERE period = '2019-H1' AND country_code = 'DE' AND section = 'criminal'`,
		"an event": `UPDATE events SET actor = 'nobody' WHERE position = 3`,
	} {
		path := seeded(t)
		db := dbtest.Open(t, path)
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if code, out, errs := execute(t, "verify", "--db", path); code != exitDamaged || errs == "" {
			t.Errorf("%s: got exit %d, %s, %s, want %d", name, code, out, errs, exitDamaged)
		}
	}
}

func TestUser_InvitesAndLists(t *testing.T) {
	db := seeded(t)
	code, out, errs := execute(t, "user", "add", "--db", db, "--roles", "editor approver", "--staff-url", "https://console.example.org")
	if code != exitOK || !strings.HasPrefix(out, "https://console.example.org/invitation/") {
		t.Errorf("add: got exit %d, %s, %s", code, out, errs)
	}
	if code, out, errs := execute(t, "user", "add", "ann", "--db", db); code != exitOK || !strings.Contains(out, "/invitation/") {
		t.Errorf("add ann: got exit %d, %s, %s", code, out, errs)
	}
	if code, _, errs := execute(t, "user", "list", "--db", db); code != exitOK {
		t.Errorf("list: got exit %d, %s", code, errs)
	}
	if code, _, _ := execute(t, "user", "disable", "nobody", "--db", db); code == exitOK {
		t.Error("an unknown account was disabled")
	}
	for _, args := range [][]string{{"user"}, {"user", "promote", "--db", db}, {"user", "add", "--db", db, "--roles", "emperor"}} {
		if code, _, errs := execute(t, args...); code != exitUsage {
			t.Errorf("%v: got exit %d, %s", args, code, errs)
		}
	}
}

// An explanation is of one difference of the file: --explain gives it, and one that explains nothing blocks.
func TestPublish_TakesExplanations(t *testing.T) {
	db := seeded(t)
	content, err := os.ReadFile(filepath.Join(testdata, "2019-H2.csv"))
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(content), "72,268,0,30,54,185", "72,268,0,30,52,185", 1)
	if changed == string(content) {
		t.Fatal("the file has no such row")
	}
	file := filepath.Join(t.TempDir(), "2019-H2.csv")
	if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	explain := func(text string) string {
		path := filepath.Join(t.TempDir(), "explain.csv")
		if err := os.WriteFile(path, []byte("section,country_code,column,stated,computed,text\n"+text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	flags := func(more ...string) []string {
		return append(append([]string{"publish", file, "--db", db, "--accept", "large-change-of-total"}, accept...), more...)
	}
	code, _, errs := execute(t, flags("--note", "The outcomes add up to 267, not to 268.")...)
	if code != exitFailed || !strings.Contains(errs, "outcomes-do-not-add-up") {
		t.Errorf("--note explains a difference: exit %d, %s", code, errs)
	}
	if code, _, errs := execute(t, flags("--explain", explain("civil,US,accounts,268,270,268 and 270"))...); code != exitFailed || !strings.Contains(errs, "explains nothing") {
		t.Errorf("an explanation of another difference: exit %d, %s", code, errs)
	}
	if code, _, errs := execute(t, flags("--explain", explain("civil,US,accounts,268,267,As published."))...); code != exitUsage || !strings.Contains(errs, "both numbers") {
		t.Errorf("an explanation without its numbers: exit %d, %s", code, errs)
	}
	explained := explain(`civil,US,accounts,268,267,"The outcomes add up to 267, not to 268."`)
	if code, out, errs := execute(t, flags("--note", "As published.", "--explain", explained)...); code != exitOK || !strings.Contains(out, "--note is not published") {
		t.Errorf("with its explanation: exit %d, %s, %s", code, out, errs)
	}
}

// A soft line break becomes a space in each public text that a flag gives, and the command says so.
func TestPublicTexts_TellOfSoftLineBreaks(t *testing.T) {
	dbtest.SameOnBoth(t, "texts of flags")
	db := seeded(t)
	content, err := os.ReadFile(filepath.Join(testdata, "2019-H2.csv"))
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	odd := write("2019-H2.csv", strings.Replace(string(content), "72,268,0,30,54,185", "72,268,0,30,52,185", 1))
	explained := write("explain.csv", "section,country_code,column,stated,computed,text\ncivil,US,accounts,268,267,\"They add up to 267,\u000bnot to 268.\"\n")
	right := write("2019-H2.csv", strings.Replace(string(content), "72,268,0,30,54,185", "72,268,0,30,53,185", 1))
	publish := func(file string, more ...string) []string {
		return append(append([]string{"publish", file, "--db", db, "--accept", "large-change-of-total"}, accept...), more...)
	}
	for _, tt := range []struct {
		flag string
		args []string
	}{
		{"--explain", publish(odd, "--explain", explained)},
		{"--note", publish(right, "--note", "One\u2028more.")},
		{"--note", []string{"withdraw", "2019-H2", "--db", db, "--note", "To be\u000bchecked."}},
	} {
		code, out, errs := execute(t, tt.args...)
		if code != exitOK || !strings.Contains(out, tt.flag+": "+report.SoftBreaksReplaced) || strings.ContainsAny(out, "\u000b\u2028") {
			t.Errorf("%s %s: exit %d, %q, %s, want a word on its line break", tt.args[0], tt.flag, code, out, errs)
		}
	}
	// A text without one has no such word.
	if code, out, errs := execute(t, "withdraw", "2019-H1", "--db", db, "--note", "To be checked."); code != exitOK || strings.Contains(out, "Soft line breaks") {
		t.Errorf("exit %d, %q, %s", code, out, errs)
	}
}

// A file that is published at another time than announced needs a reason, which the audit log keeps.
func TestPublish_AtAnotherTimeThanAnnouncedSaysWhy(t *testing.T) {
	path := seeded(t)
	db := opened(t, path)
	service := publish.NewService(publish.ServiceOptions{Store: db, Now: time.Now})
	sitetest.Announce(t, service, report.Period{Year: 2019, Half: 2}, 0, report.AnnouncementChange{Release: time.Now().Add(90 * 24 * time.Hour).Truncate(time.Minute), Zone: "UTC"})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"publish", filepath.Join(testdata, "2019-H2.xlsx"), "--db", path}, accept...)
	if code, _, errs := execute(t, args...); code == exitOK || !strings.Contains(errs, "It is announced for") || !strings.Contains(errs, "--reason") {
		t.Errorf("without a reason: exit code %d: %s", code, errs)
	}
	if code, _, errs := execute(t, append(args, "--reason", "The court asked for it.")...); code != exitOK {
		t.Fatalf("with a reason: exit code %d: %s", code, errs)
	}
	db = opened(t, path)
	defer db.Close()
	events, err := db.Events(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if last := events[len(events)-1]; !strings.Contains(last.Text, "It is announced for") || !strings.Contains(last.Text, "Reason: The court asked for it.") {
		t.Errorf("the audit log says %q", last.Text)
	}
}
