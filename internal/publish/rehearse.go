package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lerr/internal/report"
)

// CodeCannotBeMade is the code of the problem that something that readers could ask for cannot be made.
const CodeCannotBeMade = "cannot-be-made"

// Rehearsal makes everything that readers could ask for of a period that is published in an archive,
// and throws it away: every page, every file, all files in one. It returns the SHA-256, in hexadecimal,
// of the revision's own files by format; their bytes do not depend on the time of publication.
type Rehearsal func(ctx context.Context, next *report.Archive, period report.Period) (files map[string]string, err error)

// rehearsalTimeout bounds a rehearsal, whose request a person waits for.
const rehearsalTimeout = 25 * time.Second

// rehearse makes all that readers could ask for of a draft, and binds it to the revision's files. What
// cannot be made is report.Problems.
func (s *Service) rehearse(ctx context.Context, draft *Draft, archive *report.Archive) error {
	_, next, err := following(*draft, archive, s.now())
	if err != nil {
		return err
	}
	draft.Names = namesDigest(draft.Edition, next.ListedPlaces())
	if s.rehearsal == nil {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, rehearsalTimeout)
	defer cancel()
	type outcome struct {
		files map[string]string
		err   error
	}
	made := make(chan outcome, 1)
	go func() {
		files, err := s.rehearsal(limited, next, draft.Edition.Period)
		made <- outcome{files, err}
	}()
	select {
	case o := <-made:
		draft.Files, err = o.files, o.err
	case <-limited.Done(): // a page may block for longer
		err = errors.New("it takes too long")
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return report.Problems{{
			Severity: report.SeverityError, Code: CodeCannotBeMade,
			Text: fmt.Sprintf("Not everything that readers could ask for can be made, so it cannot be published: %v.", err),
		}}
	}
	return nil
}
