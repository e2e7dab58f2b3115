package opendata_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/opendata"
	"lerr/internal/report"
)

func TestReadRevisions_ReadsWhatRevisionsJSONWrites(t *testing.T) {
	period, at := report.Period{Year: 2019, Half: 1}, time.Date(2020, 3, 1, 12, 0, 0, 0, time.UTC)
	want := []report.Revision{
		{Edition: report.Edition{Period: period}, Number: 2, State: report.Withdrawn, PublishedAt: at, WithdrawnAt: at.Add(time.Hour), Note: "Corrected.", WithdrawalNotice: "Being checked.", Digest: strings.Repeat("a", 64)},
		{Edition: report.Edition{Period: period.Previous()}, Number: 1, State: report.Published, PublishedAt: at, Digest: strings.Repeat("b", 64)},
	}
	file := string(must(t)(opendata.RevisionsJSON(opendata.Metadata{BaseURL: "https://report.example"}, want)))
	got, err := opendata.ReadRevisions([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("revisions (-want +got):\n%s", diff)
	}
	for name, bad := range map[string]string{
		"a half":             file[:len(file)/2],
		"an unknown name":    strings.Replace(file, `"notice": `, `"notices": `, 1),
		"a time of its own":  strings.Replace(file, "2020-03-01T12:00:00Z", "2020-03-01T13:00:00+01:00", 1),
		"a period":           strings.Replace(file, `"2019-H1"`, `"2019"`, 1),
		"more after the end": file + "{}",
	} {
		if got, err := opendata.ReadRevisions([]byte(bad)); !errors.Is(err, report.ErrInvalid) || got != nil {
			t.Errorf("%s: got %d revisions, %v; want ErrInvalid", name, len(got), err)
		}
	}
}
