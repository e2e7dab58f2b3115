package report_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
)

func TestProblem_IsOneLine(t *testing.T) {
	for _, tt := range []struct {
		name    string
		problem report.Problem
		want    string
	}{
		{"with sheet and cell", report.Problem{Severity: report.SeverityError, Code: "negative-count", Sheet: "Criminal", Cell: "H14", Text: "It is -1."}, "error: Criminal H14: It is -1. (negative-count)"},
		{"with a sheet only", report.Problem{Severity: report.SeverityWarning, Code: "headline", Sheet: "Criminal", Text: "It is empty."}, "warning: Criminal: It is empty. (headline)"},
		{"with a cell only", report.Problem{Severity: report.SeverityNotice, Code: "odd", Cell: "H14", Text: "It is odd."}, "notice: H14: It is odd. (odd)"},
		{"of the whole edition", report.Problem{Severity: report.SeverityError, Code: "no-figures", Text: "It is empty."}, "error: It is empty. (no-figures)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.problem.String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func problems() report.Problems {
	return report.Problems{
		{Severity: report.SeverityError, Code: "a", Text: "First."},
		{Severity: report.SeverityNotice, Code: "b", Text: "Second."},
		{Severity: report.SeverityError, Code: "c", Text: "Third."},
	}
}

func TestProblems_AreInvalidInputAsAnError(t *testing.T) {
	err := fmt.Errorf("publish: %w", problems())
	if !errors.Is(err, report.ErrInvalid) {
		t.Errorf("got %v, want ErrInvalid", err)
	}
	if errors.Is(err, report.ErrNotFound) {
		t.Errorf("got ErrNotFound of %v", err)
	}
	var got report.Problems
	if !errors.As(err, &got) {
		t.Fatalf("got no Problems of %v", err)
	}
	if diff := cmp.Diff(problems(), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	want := "publish: error: First. (a)\nnotice: Second. (b)\nerror: Third. (c)"
	if err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestOnly_ListsOneSeverity(t *testing.T) {
	all := problems()
	want := report.Problems{all[0], all[2]}
	if diff := cmp.Diff(want, all.Only(report.SeverityError)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := all.Only(report.SeverityWarning); len(got) != 0 {
		t.Errorf("warnings: got %v, want none", got)
	}
}
