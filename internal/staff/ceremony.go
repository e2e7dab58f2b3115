package staff

import (
	"context"
	"fmt"
	"time"

	"lerr/internal/report"
)

// begin stores the data of a ceremony until it is finished.
func (svc *Service) begin(ctx context.Context, s Session, k CeremonyKind, data []byte, limit time.Duration) error {
	return svc.store.SetCeremony(ctx, Ceremony{SessionID: s.ID, Kind: k, Data: data, ExpiresAt: svc.clock().Add(limit)})
}

// beginPasskey begins a ceremony with a passkey and returns the options for the browser. It fails with
// report.ErrNotFound where passkeys are not configured, and to assert if the account has none.
func (svc *Service) beginPasskey(ctx context.Context, s Session, k CeremonyKind, limit time.Duration) ([]byte, error) {
	factors, err := svc.store.Factors(ctx, s.Account.ID)
	if err != nil {
		return nil, fmt.Errorf("passkey: %w", err)
	}
	if svc.passkeys == nil || k == CeremonyAssert && len(factors.Passkeys) == 0 {
		return nil, fmt.Errorf("passkey: %w", report.ErrNotFound)
	}
	options, data, err := svc.passkeys.challenge(k, s.Account, factors.Passkeys)
	if err != nil {
		return nil, fmt.Errorf("passkey: %w", err)
	}
	return options, svc.begin(ctx, s, k, data, limit)
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
