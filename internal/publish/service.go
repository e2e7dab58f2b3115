package publish

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"lerr/internal/audit"
	"lerr/internal/report"
)

// ErrDamaged means that stored figures do not match the digest stored with them. They must not be
// shown.
var ErrDamaged = errors.New("stored figures do not match their digest")

// ServiceOptions configures a Service.
type ServiceOptions struct {
	Store Store
	Now   func() time.Time
	// Questions are those of the FAQ. Answers that quote a period's figures must be confirmed for
	// each new period.
	Questions []report.Question
	// KnownNotes are given to rows that are known to be odd in their source, when a file is read.
	KnownNotes []report.KnownNote
	// Rehearsal makes everything of a draft once when it is submitted. Nil makes nothing, and binds no
	// files to an approval.
	Rehearsal Rehearsal
}

// Service publishes figures.
type Service struct {
	store      Store
	now        func() time.Time
	questions  []report.Question
	knownNotes []report.KnownNote
	rehearsal  Rehearsal

	mu       sync.Mutex
	verified map[revisionKey]report.Edition
	// withdrawn holds the last edition of each withdrawn period, for comparisons. It is in no archive.
	withdrawn []report.Edition
}

// NewService returns a service that publishes into the options' store.
func NewService(o ServiceOptions) *Service {
	return &Service{store: o.Store, now: o.Now, questions: o.Questions, knownNotes: o.KnownNotes, rehearsal: o.Rehearsal}
}

// revisionKey identifies a revision and its content.
type revisionKey struct {
	period report.Period
	number int
	digest string
}

func keyOf(r report.Revision) revisionKey {
	return revisionKey{r.Edition.Period, r.Number, r.Digest}
}

// Events returns the audit log, oldest first. A log that was altered is an error.
func (s *Service) Events(ctx context.Context) ([]audit.Event, error) { return s.store.Events(ctx) }

// Archive loads everything that is published and verifies it against the stored digests. The error
// is ErrDamaged if any figure or note differs from what was published. Editions that were verified
// before are not loaded again: an edition never changes, so a publication costs one edition however
// many there are.
func (s *Service) Archive(ctx context.Context) (*report.Archive, error) {
	l, err := s.loadPublic(ctx)
	return l.archive, err
}

// loaded holds the public records, as they are stored and as an archive.
type loaded struct {
	regions   []report.Region
	countries []report.Country
	revisions []report.Revision
	announced []report.Announcement
	archive   *report.Archive
}

func (s *Service) loadPublic(ctx context.Context) (l loaded, err error) {
	if l.regions, l.countries, err = s.store.Places(ctx); err != nil {
		return l, fmt.Errorf("load places: %w", err)
	}
	places, err := report.NewPlaces(l.regions, l.countries)
	if err != nil {
		return l, fmt.Errorf("load places: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	l.revisions, err = s.store.Revisions(ctx, func(r report.Revision) bool {
		_, ok := s.verified[keyOf(r)]
		return ok
	})
	if err != nil {
		return l, fmt.Errorf("load revisions: %w", err)
	}
	if err := s.verify(l.revisions); err != nil {
		return l, err
	}
	archive, err := report.NewArchive(places, l.revisions)
	if err != nil {
		return l, err
	}
	lost, err := s.store.LostNumbers(ctx)
	if err != nil {
		return l, fmt.Errorf("load lost numbers: %w", err)
	}
	announcements, err := s.store.Announcements(ctx)
	if err != nil {
		return l, fmt.Errorf("load announcements: %w", err)
	}
	l.announced = PublicAnnouncements(announcements)
	l.archive = archive.WithLost(lost).WithAnnouncements(l.announced, s.now())
	return l, nil
}

// verify checks the editions that were loaded against their digests, and fills in those that were
// verified before. It removes the content of withdrawn revisions.
func (s *Service) verify(revisions []report.Revision) error {
	var all errgroup.Group
	all.SetLimit(runtime.NumCPU())
	for i := range revisions {
		r := &revisions[i]
		if e, ok := s.verified[keyOf(*r)]; ok {
			r.Edition = e
			continue
		}
		all.Go(func() error {
			r.Edition.Sort()
			if digest := r.Edition.Digest(); digest != r.Digest {
				return fmt.Errorf("%s revision %d: %w: have %s, want %s", r.Edition.Period, r.Number, ErrDamaged, digest, r.Digest)
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		return err
	}
	s.verified = make(map[revisionKey]report.Edition, len(revisions))
	s.withdrawn = nil
	last := map[report.Period]int{}
	for i := range revisions {
		r := &revisions[i]
		s.verified[keyOf(*r)] = r.Edition
		if n := revisions[i].Number; n > last[r.Edition.Period] {
			last[r.Edition.Period] = n
		}
	}
	for i := range revisions {
		r := &revisions[i]
		if r.State == report.Withdrawn {
			if r.Number == last[r.Edition.Period] {
				s.withdrawn = append(s.withdrawn, r.Edition)
			}
			r.Edition = report.Edition{Period: r.Edition.Period}
		}
	}
	return nil
}
