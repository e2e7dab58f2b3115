package workbook

import (
	"context"
	"errors"
	"fmt"

	"lerr/internal/report"
)

// refusal is why a file as a whole is not read. It becomes the only Problem.
type refusal struct{ code, sheet, cell, text string }

func (r *refusal) Error() string { return r.text }

func refuse(code, format string, args ...any) error {
	return &refusal{code: code, text: fmt.Sprintf(format, args...)}
}

// placed gives a refusal the sheet and the cell that were reached.
func placed(err error, sheet, cell string) error {
	var r *refusal
	if errors.As(err, &r) && r.sheet == "" {
		located := *r
		located.sheet, located.cell = sheet, cell
		return &located
	}
	return err
}

// problem is a refusal as the caller sees it.
func problem(err error) report.Problem {
	var r *refusal
	switch {
	case errors.As(err, &r):
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		r = &refusal{code: CodeStopped, text: "Reading the file was stopped before its end. Upload it again."}
	default:
		r = &refusal{code: CodeDamaged, text: fmt.Sprintf("The file cannot be read: %v. Save it again in a spreadsheet program and upload that.", err)}
	}
	return report.Problem{Severity: report.SeverityError, Code: r.code, Sheet: r.sheet, Cell: r.cell, Text: r.text}
}

// findings gathers the problems of a file.
type findings struct {
	problems report.Problems
	more     int // that were found after maxProblems
}

func (f *findings) add(s report.Severity, code, sheet, cell, format string, args ...any) {
	if f.full() {
		f.more++
		return
	}
	f.problems = append(f.problems, report.Problem{
		Severity: s, Code: code, Sheet: sheet, Cell: cell, Text: fmt.Sprintf(format, args...),
	})
}

// full reports whether further problems are only counted.
func (f *findings) full() bool { return len(f.problems) >= maxProblems }

// all is the finished list.
func (f *findings) all() report.Problems {
	if f.more == 0 {
		return f.problems
	}
	return append(f.problems, report.Problem{Severity: report.SeverityError, Code: CodeMoreProblems,
		Text: fmt.Sprintf("%d more problems were found and are not listed. Mend those above and upload the file again.", f.more)})
}
