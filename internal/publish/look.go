package publish

import (
	"context"
	"fmt"
	"time"

	"lerr/internal/report"
)

// Look records the content of a draft that a person saw on its review page. It does not change the draft.
type Look struct {
	Draft, Person string
	At            time.Time
	Digest        string // the draft's ContentDigest
	Items         []Item
}

// Review returns the review of a draft for a person, marked with what changed since they last looked at other
// content than it has now, and that look; its time is zero if there is none. Loading the page again thus keeps
// the marks. archive is all that is published.
func (s *Service) Review(ctx context.Context, draft Draft, archive *report.Archive, person string) (Review, Look, error) {
	looks, err := s.store.Looks(ctx, draft.ID, person)
	if err != nil {
		return Review{}, Look{}, fmt.Errorf("review: %w", err)
	}
	digest := draft.ContentDigest()
	for _, l := range looks {
		if l.Digest != digest {
			return NewReview(draft, archive, s.questions, l.Items), l, nil
		}
	}
	return NewReview(draft, archive, s.questions, nil), Look{}, nil
}

// NoteLook notes that a person looks at a draft's review now. It notes nothing of a draft that is over.
func (s *Service) NoteLook(ctx context.Context, draft Draft, archive *report.Archive, person string) error {
	if draft.IsOver() {
		return nil
	}
	look := Look{draft.ID, person, s.now().UTC().Truncate(time.Microsecond), draft.ContentDigest(), Items(draft, archive, s.questions)}
	if err := s.store.SaveLook(ctx, look); err != nil {
		return fmt.Errorf("note a look: %w", err)
	}
	return nil
}

// Questions returns the questions of the FAQ.
func (s *Service) Questions() []report.Question { return s.questions }
