package console_test

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// logged adds events to the audit log.
func logged(t *testing.T, c *sitetest.Console, n int, change func(i int, e *audit.Event)) {
	t.Helper()
	for i := range n {
		e := audit.Event{At: c.Now().Add(time.Duration(i) * time.Second), Actor: "eva", Action: "note", Period: report.Period{Year: 2018, Half: 1}, Text: fmt.Sprint("text ", i)}
		change(i, &e)
		if err := c.DB.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
}

func TestStaffAudit_FindsWhoDidWhat(t *testing.T) {
	c := sitetest.NewConsole(t)
	eva := c.As(staff.Editor)
	logged(t, c, 3, func(int, *audit.Event) {})
	logged(t, c, 2, func(_ int, e *audit.Event) { e.Actor = "=cmd|x" })
	logged(t, c, 1, func(_ int, e *audit.Event) { e.Action = "publish alone" })
	logged(t, c, 1, func(_ int, e *audit.Event) { e.Period = report.Period{Year: 2017, Half: 1} })
	for query, want := range map[string]int{
		"?actor=eva": 5, "?actor=eva&action=note": 4, "?actor=eva&action=note&period=2018-H1": 3, "?actor=%3Dcmd%7Cx": 2,
		"?action=publish+alone": 1, "?actor=nobody": 0, "?period=2018-H1&actor=eva&action=": 4,
	} {
		doc := eva.Doc("/audit" + query)
		if got := doc.Find("tbody tr").Length(); got != want {
			t.Errorf("%s: got %d events, want %d", query, got, want)
		}
		link, _ := doc.Find("main a[download]").Attr("href")
		rows, err := csv.NewReader(strings.NewReader(eva.Get(link).Body)).ReadAll()
		if err != nil || len(rows) != want+1 {
			t.Errorf("%s: the file has %d lines, want %d: %v", link, len(rows), want+1, err)
		}
		for _, row := range rows[1:] {
			if strings.HasPrefix(row[1], "=") {
				t.Errorf("%s: a formula: %q", link, row)
			}
		}
	}
	doc := eva.Doc("/audit?actor=eva&period=2018-H1")
	chosen := doc.Find("option[selected]").Map(func(_ int, s *goquery.Selection) string { return sitetest.Text(s) })
	if got := strings.Join(chosen, ", "); got != "2018 (Jan-Jun), eva, All" {
		t.Errorf("what was chosen is %s", got)
	}
	// A stored action has a name of today on the page, and stays as it was stored in the address and in the file.
	doc = eva.Doc("/audit?action=publish+alone")
	if text := sitetest.Text(doc.Find("tbody")); !strings.Contains(text, "prepare a direct publication") || strings.Contains(text, "publish alone") {
		t.Errorf("got %s", text)
	}
	if body := eva.Get("/audit.csv?action=publish+alone").Body; !strings.Contains(body, ",publish alone,") {
		t.Errorf("got %s", body)
	}
}

func TestStaffAudit_HasPages(t *testing.T) {
	c := sitetest.NewConsole(t)
	eva := c.As(staff.Editor)
	logged(t, c, 90, func(int, *audit.Event) {})
	var details []string
	pages := 0
	for address := "/audit?actor=eva"; address != ""; pages++ {
		doc := eva.Doc(address)
		rows := doc.Find("tbody tr td:nth-child(5)")
		if rows.Length() > 40 {
			t.Errorf("%s has %d events", address, rows.Length())
		}
		details = append(details, rows.Map(func(_ int, s *goquery.Selection) string { return sitetest.Text(s) })...)
		address, _ = doc.Find("a[rel=next]").Attr("href")
	}
	if pages != 3 || len(details) != 90 || details[0] != "text 89" || details[89] != "text 0" {
		t.Errorf("got %d events on %d pages, from %s to %s", len(details), pages, details[0], details[len(details)-1])
	}
	for query, want := range map[string]string{"?actor=eva&page=0": "Page 1 of 3", "?actor=eva&page=x": "Page 1 of 3", "?actor=eva&page=99": "Page 3 of 3"} {
		if text := sitetest.Text(eva.Doc("/audit" + query).Find("main nav")); !strings.Contains(text, want) {
			t.Errorf("%s: got %s, want %s", query, text, want)
		}
	}
}
