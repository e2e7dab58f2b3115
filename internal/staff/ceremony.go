package staff

import (
	"context"
	"time"

	"lerr/internal/report"
)

// begin remembers data of a ceremony on the server until it is finished.
func (svc *Service) begin(ctx context.Context, s Session, k CeremonyKind, data []byte, limit time.Duration) error {
	return svc.store.SetCeremony(ctx, Ceremony{SessionID: s.ID, Kind: k, Data: data, ExpiresAt: svc.clock().Add(limit)})
}

// pending is a ceremony that has begun and is still good; report.ErrNotFound when there is none.
func (svc *Service) pending(ctx context.Context, s Session, k CeremonyKind) (Ceremony, error) {
	c, err := svc.store.Ceremony(ctx, s.ID, k)
	if err == nil && !svc.clock().Before(c.ExpiresAt) {
		err = report.ErrNotFound
	}
	return c, err
}

// take is a pending ceremony that nobody else can take any more: each challenge is answered once.
func (svc *Service) take(ctx context.Context, s Session, k CeremonyKind) (Ceremony, error) {
	c, err := svc.pending(ctx, s, k)
	if err != nil {
		return c, err
	}
	return c, svc.store.EndCeremony(ctx, s.ID, k)
}
