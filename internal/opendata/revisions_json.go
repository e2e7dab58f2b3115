package opendata

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"lerr/internal/report"
)

// RevisionsInput is what the list of revisions is written from.
type RevisionsInput struct {
	Site    report.Site
	History []report.Revision
	Updated time.Time
	PageOf  func(report.Revision) string // address of the page that shows a revision
}

type revisionsDocument struct {
	Title     string        `json:"title"`
	License   license       `json:"license"`
	Source    string        `json:"source"`
	UpdatedAt string        `json:"updated_at"`
	RowCount  int           `json:"row_count"`
	Columns   []viewColumn  `json:"columns"`
	Rows      []revisionRow `json:"rows"`
}

type revisionRow struct {
	Period      string  `json:"period"`
	Revision    int     `json:"revision"`
	State       string  `json:"state"`
	PublishedAt string  `json:"published_at"`
	WithdrawnAt *string `json:"withdrawn_at"`
	Note        *string `json:"note"`
	Notice      *string `json:"notice"`
	Digest      *string `json:"digest"`
	Address     string  `json:"address"`
}

// RevisionsJSON writes what was published when, as RevisionsCSV does.
func RevisionsJSON(w io.Writer, in RevisionsInput) error {
	d := revisionsDocument{
		Title: in.Site.Title, License: license(in.Site.License), Source: in.Site.Source,
		UpdatedAt: moment(in.Updated), RowCount: len(in.History), Rows: []revisionRow{},
	}
	for _, f := range append(RevisionTable().Fields, Field{Name: "address", Type: "string", Meaning: "The page that shows the revision, or its notice."}) {
		d.Columns = append(d.Columns, viewColumn{f.Name, f.Type, f.Meaning, f.Enum})
	}
	for _, r := range in.History {
		d.Rows = append(d.Rows, revisionRow{
			Period: r.Edition.Period.String(), Revision: r.Number, State: string(r.State), PublishedAt: moment(r.PublishedAt),
			WithdrawnAt: optional(moment(r.WithdrawnAt)), Note: optional(r.Note), Notice: optional(r.WithdrawalNotice),
			Digest: optional(r.Digest), Address: in.PageOf(r),
		})
	}
	return writeIndented(w, "revisions", d)
}

// writeIndented writes a JSON file, all or nothing.
func writeIndented(w io.Writer, name string, value any) error {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	if err := out.Encode(value); err != nil {
		return fmt.Errorf("write json of %s: %w", name, err)
	}
	if _, err := b.WriteTo(w); err != nil {
		return fmt.Errorf("send json of %s: %w", name, err)
	}
	return nil
}
