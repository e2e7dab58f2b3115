package handlers

import (
	"cmp"
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"lerr/handlers/web"

	"lerr/internal/report"
)

// Rehearse builds what readers could ask for of a period in an archive that is not public: every page of
// it, its files, the files of all periods, and one of each other kind. It throws them away, and nobody
// can reach them. It returns the SHA-256, in hexadecimal, of the files of the period's published revision,
// by format. The error names the first address that cannot be built.
func (s *Site) Rehearse(ctx context.Context, a *report.Archive, period report.Period) (map[string]string, error) {
	revision, err := a.Revision(period)
	if err != nil {
		return nil, fmt.Errorf("rehearse: %w", err)
	}
	snap := s.newSnapshot(a)
	group, building := errgroup.WithContext(ctx)
	group.SetLimit(web.Cores)
	for _, address := range s.rehearsedAddresses(snap, period) {
		if building.Err() != nil {
			break
		}
		group.Go(func() error {
			_, err := s.rehearsed(snap, address)
			return err
		})
	}
	if err := cmp.Or(group.Wait(), ctx.Err()); err != nil {
		return nil, err
	}
	return s.fileHashes(ctx, snap, revision)
}

// rehearsedAddresses lists every page of a period, and the first address of each other kind: the others
// are built alike, of the same texts.
func (s *Site) rehearsedAddresses(snap *snapshot, period report.Period) (list []string) {
	for _, e := range s.table {
		if e.handle != nil {
			continue
		}
		addresses := e.addressesOf(snap, []report.Period{period})
		if all := e.ofPeriod && e.media == mediaHTML; !all {
			addresses = addresses[:min(len(addresses), 1)]
		}
		list = append(list, addresses...)
	}
	return list
}

// rehearsed builds what is at an address. A panic is an error.
func (s *Site) rehearsed(snap *snapshot, address string) (body []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: %v", address, p)
		}
	}()
	page, err := s.page(snap, address)
	if err == nil {
		body, err = page.Body()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	return body, nil
}
