package opendata

import (
	"cmp"
	"fmt"
	"time"

	"lerr/internal/report"
)

// ReadRevisions is the inverse of RevisionsJSON: it returns the revisions, of which the editions have only a period,
// and times have whole seconds. It fails with ErrInvalid for properties that RevisionsJSON does not write.
func ReadRevisions(content []byte) ([]report.Revision, error) {
	var d revisionsDocument
	if err := decodeJSON(content, &d); err != nil {
		return nil, fmt.Errorf("read json of revisions: %w", err)
	}
	var revisions []report.Revision
	for _, row := range d.Rows {
		r := report.Revision{
			Edition: report.Edition{Period: row.Period}, Number: row.Revision, State: report.RevisionState(row.State),
			Note: given(row.Note), WithdrawalNotice: given(row.Notice), Digest: given(row.Digest),
		}
		published, err := parseTimestamp(string(row.PublishedAt))
		withdrawn, err2 := parseTimestamp(given(row.WithdrawnAt))
		if err := cmp.Or(err, err2); err != nil {
			return nil, fmt.Errorf("read json of revisions: %s revision %d: %w", row.Period, row.Revision, err)
		}
		r.PublishedAt, r.WithdrawnAt = published, withdrawn
		revisions = append(revisions, r)
	}
	return revisions, nil
}

// parseTimestamp is the inverse of timestamp.
func parseTimestamp(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil || timestamp(at) != s {
		return time.Time{}, fmt.Errorf("time %q: want RFC 3339 in UTC: %w", s, report.ErrInvalid)
	}
	return at.UTC(), nil
}
