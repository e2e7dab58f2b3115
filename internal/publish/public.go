package publish

import (
	"context"
	"fmt"

	"lerr/internal/report"
	"lerr/internal/translog"
)

// publicAttempts bounds how often Public looks again while others publish.
const publicAttempts = 3

// Public loads what the site shows: the archive, and the transparency log of the same moment, nil if the store was
// opened without the log's key. It fails with ErrConflict if others publish meanwhile again and again.
func (s *Service) Public(ctx context.Context) (*report.Archive, *translog.Signed, error) {
	for attempt := 1; ; attempt++ {
		l, err := s.loadPublic(ctx)
		if err != nil {
			return nil, nil, err
		}
		log, err := s.signedLog(ctx)
		if err != nil || log == nil {
			return l.archive, nil, err
		}
		differences := append(log.State.Differences(l.regions, l.countries, l.revisions), log.State.CalendarDifferences(l.announced)...)
		if len(differences) == 0 {
			return l.archive, log, nil
		}
		if attempt == publicAttempts {
			return nil, nil, fmt.Errorf("load the transparency log: it is not of the same moment as what is shown: %s: %w", differences[0], report.ErrConflict)
		}
	}
}

// signedLog loads the transparency log, nil if the store was opened without its key.
func (s *Service) signedLog(ctx context.Context) (*translog.Signed, error) {
	key := s.store.LogKey()
	if key == "" {
		return nil, nil
	}
	log, checkpoint, err := s.store.Log(ctx)
	if err != nil {
		return nil, fmt.Errorf("load the transparency log: %w", err)
	}
	signed, err := translog.NewSigned(log, key, checkpoint)
	if err != nil {
		return nil, fmt.Errorf("load the transparency log: %w", err)
	}
	return signed, nil
}
