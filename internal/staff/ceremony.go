package staff

import (
	"context"
	"time"

	"lerr/internal/report"
)

// begin stores the data of a ceremony until it is finished.
func (svc *Service) begin(ctx context.Context, s Session, k CeremonyKind, data []byte, limit time.Duration) error {
	return svc.store.SetCeremony(ctx, Ceremony{SessionID: s.ID, Kind: k, Data: data, ExpiresAt: svc.clock().Add(limit)})
}

// pending returns a ceremony that has begun and not expired, or report.ErrNotFound.
func (svc *Service) pending(ctx context.Context, s Session, k CeremonyKind) (Ceremony, error) {
	c, err := svc.store.Ceremony(ctx, s.ID, k)
	if err == nil && !svc.clock().Before(c.ExpiresAt) {
		err = report.ErrNotFound
	}
	return c, err
}

// take returns a pending ceremony and removes it: each challenge is accepted once.
func (svc *Service) take(ctx context.Context, s Session, k CeremonyKind) (Ceremony, error) {
	c, err := svc.pending(ctx, s, k)
	if err != nil {
		return c, err
	}
	return c, svc.store.EndCeremony(ctx, s.ID, k)
}
