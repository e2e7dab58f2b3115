package staff_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lerr/internal/sitetest/dbtest"
	"lerr/internal/staff"
	"lerr/internal/store"
)

// Two processes on one server count failures together: nobody may guess at each of them.
func TestThrottle_IsSharedByProcesses(t *testing.T) {
	f := &fixture{t: t, path: filepath.Join(t.TempDir(), "lerr.db"), at: time.Date(2020, 1, 31, 12, 0, 0, 0, time.UTC)}
	if err := os.WriteFile(f.path, []byte(dbtest.Schema(t)), 0o600); err != nil {
		t.Fatal(err)
	}
	must(0, store.Create(t.Context(), f.path, nil, nil))(t)
	f.db = must(store.Open(t.Context(), f.path, nil))(t)
	defer f.db.Close()
	shared := func(c *staff.Config) { c.Attempts = f.db }
	f.Service = f.another(shared)
	f.admin()
	other := f.another(shared)
	for n := range 5 {
		f.fail("anna", fmt.Sprint("client ", n))
	}
	_, err := other.SignIn(context.Background(), "anna", rightPassword, office)
	if throttled, ok := err.(staff.Throttled); !ok || throttled.Until.Sub(f.at) != time.Second {
		t.Errorf("at the other process: got %v, want to wait a second", err)
	}
	f.pass(time.Second)
	if _, err := other.SignIn(context.Background(), "anna", rightPassword, office); err != nil {
		t.Error(err)
	}
}
