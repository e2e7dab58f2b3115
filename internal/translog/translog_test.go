package translog_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"lerr/internal/report"
	"lerr/internal/translog"
)

// at is the time of the first publication in the tests.
var at = time.Date(2026, 11, 24, 12, 0, 0, 123456000, time.UTC)

func half(year, half int) report.Period { return report.Period{Year: year, Half: half} }

// sum is a SHA-256 that depends on a text.
func sum(text string) string { return report.DigestOf(text) }

// edition is one half-year with a row that depends on requests.
func edition(p report.Period, requests int) report.Edition {
	return report.Edition{Period: p, Note: "Checked.", Tables: []report.Table{{
		Section: report.HeadlineOf(p),
		Rows:    []report.Row{{Country: "AU", Counts: report.CountsOf([6]int{requests, requests, 0, 0, 0, requests})}},
	}}}
}

// shownEditions are those that the publications of history have, in their order.
func shownEditions() []report.Edition {
	return []report.Edition{edition(half(2018, 1), 5), edition(half(2018, 2), 6), edition(half(2018, 1), 7), edition(half(2019, 1), 8), edition(half(2018, 2), 9)}
}

// history has an entry of each kind: 2018-H1 is corrected, 2018-H2 withdrawn and published again.
func history() []translog.Entry {
	editions := shownEditions()
	publication := func(i, number int, e translog.Entry) translog.Entry {
		e.Kind, e.Period, e.Number, e.Digest = translog.Publication, editions[i].Period, number, editions[i].Digest()
		e.At = at.Add(time.Duration(i) * time.Hour)
		return e
	}
	return []translog.Entry{
		{Kind: translog.Texts, Version: "1.0.0", SHA256: sum("texts")},
		{Kind: translog.Places,
			Regions:   []report.Region{{Slug: "oceania", Name: "Oceania"}, {Slug: "europe", Name: "Europe"}},
			Countries: []report.Country{{Code: "AU", Name: "Australia", Region: "oceania"}, {Code: "TR", Name: "Turkey", Region: "europe"}, {Code: "FR", Name: "France", Region: "europe"}}},
		publication(0, 1, translog.Entry{Backfilled: true}),
		publication(1, 1, translog.Entry{Direct: true, Files: map[string]string{"csv": sum("csv"), "xlsx": sum("xlsx")}}),
		publication(2, 2, translog.Entry{Note: "A row <was> \"missing\" & more.\u2028"}),
		{Kind: translog.Withdrawal, Period: half(2018, 2), At: at.Add(90 * time.Minute), Notice: "Being\nchecked."},
		publication(3, 1, translog.Entry{}),
		publication(4, 2, translog.Entry{Again: true}),
		{Kind: translog.Files, Period: half(2018, 2), Number: 1, Files: map[string]string{"xlsx": sum("other xlsx")}},
		{Kind: translog.Places, Countries: []report.Country{{Code: "TR", Name: "Türkiye", Region: "europe", Spellings: []string{"Turkey"}}}, Removed: []string{"FR"}},
		{Kind: translog.Loss, At: at.Add(24 * time.Hour), Size: 12, Root: sum("root"), Events: 3, Numbers: map[string]int{"2019-H1": 4, "2019-H2": 1}},
	}
}

func newKey(t testing.TB, origin string) *translog.Key {
	t.Helper()
	key, err := translog.NewKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// newLog is a log of these entries.
func newLog(t testing.TB, entries ...translog.Entry) *translog.Log {
	t.Helper()
	empty, err := translog.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	log, err := empty.Append(entries...)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// logOf is a log of a size.
func logOf(t testing.TB, size int) *translog.Log {
	t.Helper()
	var entries []translog.Entry
	for i := range size {
		entries = append(entries, translog.Entry{Kind: translog.Texts, Version: fmt.Sprint(i), SHA256: sum(strings.Repeat("x", i))})
	}
	return newLog(t, entries...)
}

// signatureOf is the signature line of a key for any text.
func signatureOf(t testing.TB, key *translog.Key, text string) string {
	t.Helper()
	signer, err := note.NewSigner(strings.TrimSpace(string(key.Marshal())))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(string(signed), text+"\n")
}

func writeFile(t testing.TB, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
