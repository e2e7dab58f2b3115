package publish_test

import (
	"sync"
	"testing"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/dbtest"
)

// A draft that is begun twice at once, on whichever machines a load balancer sends the two to, is one draft.
func TestBegin_OnManyMachinesMakesOneDraft(t *testing.T) {
	path := dbtest.Path(t)
	var machines []*publish.Service
	for range 4 {
		db := open(t, path)
		t.Cleanup(func() { db.Close() })
		machines = append(machines, service(db))
	}
	seed(t, machines[0])
	content := file(t, "2019-H2.xlsx")
	for name, begin := range map[string]func(*publish.Service) (publish.Draft, error){
		"a correction": func(s *publish.Service) (publish.Draft, error) {
			return s.Correct(t.Context(), "ann", report.Period{Year: 2018, Half: 2})
		},
		"a file": func(s *publish.Service) (publish.Draft, error) {
			return s.Upload(t.Context(), "ann", "2019-H2.xlsx", content, next)
		},
	} {
		for round := range sitetest.Count(2, 10) {
			drafts := make([]publish.Draft, len(machines))
			var beginning sync.WaitGroup
			for n, m := range machines {
				beginning.Go(func() {
					var err error
					if drafts[n], err = begin(m); err != nil {
						t.Errorf("%s, machine %d: %v", name, n, err)
					}
				})
			}
			beginning.Wait()
			for n, d := range drafts {
				if d.ID != drafts[0].ID {
					t.Errorf("%s, round %d: machine %d has another draft than machine 0", name, round, n)
				}
			}
			// It is no longer as it was begun, so that the next one is another.
			if _, err := machines[0].SetNote(t.Context(), sitetest.By("ann", drafts[0]), "", "", "A note."); err != nil {
				t.Fatal(err)
			}
		}
		all, err := machines[0].Drafts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, d := range all {
			ids[d.ID] = true
		}
		if len(ids) != len(all) {
			t.Errorf("%s: %d drafts have %d IDs", name, len(all), len(ids))
		}
	}
}
