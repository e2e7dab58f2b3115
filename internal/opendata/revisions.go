package opendata

import (
	"slices"
	"strconv"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// revisionsDocument lists the published revisions. The order of fields is the file's.
type revisionsDocument struct {
	Title     string        `json:"title"`
	License   license       `json:"license"`
	Source    string        `json:"source"`
	UpdatedAt string        `json:"updated_at"`
	RowCount  int           `json:"row_count"`
	Columns   []Field       `json:"columns"`
	Rows      []revisionRow `json:"rows"`
}

type revisionRow struct {
	Period      report.Period `json:"period"`
	Revision    int           `json:"revision"`
	State       string        `json:"state"`
	PublishedAt instant       `json:"published_at"`
	WithdrawnAt *string       `json:"withdrawn_at"`
	Note        *string       `json:"note"`
	Notice      *string       `json:"notice"`
	Digest      *string       `json:"digest"`
	Address     string        `json:"address"`
	Again       bool          `json:"again"`
	Direct      bool          `json:"direct"`
}

// revisionFields are the columns of RevisionsJSON: those of RevisionsCSV and an address.
func revisionFields() []Field {
	address := Field{Name: "address", Type: "string", Required: true, Meaning: "The page that shows the revision, or its notice."}
	fields := RevisionSchema().Fields
	after := slices.IndexFunc(fields, func(f Field) bool { return f.Name == "again" }) // older columns keep their places
	return slices.Insert(fields, after, address)
}

// RevisionsJSON returns the list of revisions, as report.Archive.History gives it.
func RevisionsJSON(m Metadata, history []report.Revision) ([]byte, error) {
	d := revisionsDocument{
		Title: m.Site.Title, License: license(m.Site.License), Source: m.Site.Source, UpdatedAt: timestamp(m.Updated),
		RowCount: len(history), Columns: revisionFields(), Rows: []revisionRow{},
	}
	for _, r := range history {
		d.Rows = append(d.Rows, revisionRow{
			Period: r.Edition.Period, Revision: r.Number, State: string(r.State), PublishedAt: instant(timestamp(r.PublishedAt)),
			WithdrawnAt: optional(timestamp(r.WithdrawnAt)), Note: optional(r.Note), Notice: optional(r.WithdrawalNotice),
			Digest: optional(r.Digest), Address: m.absolute(urls.Revision(r.Edition.Period, r.Number, report.Place{})),
			Again: r.Again, Direct: r.Direct,
		})
	}
	return encodeJSON("revisions", d)
}

// RevisionsCSV returns the list of revisions, as report.Archive.History gives it.
func RevisionsCSV(history []report.Revision) []byte {
	t := newTable(RevisionSchema())
	for _, r := range history {
		t.add(r.Edition.Period.String(), strconv.Itoa(r.Number), string(r.State), timestamp(r.PublishedAt), timestamp(r.WithdrawnAt),
			noteCell(r.Note), noteCell(r.WithdrawalNotice), r.Digest, strconv.FormatBool(r.Again), strconv.FormatBool(r.Direct))
	}
	return t.bytes()
}
