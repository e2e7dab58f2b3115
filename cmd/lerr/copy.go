package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"lerr/internal/store"
)

func copyCommand() *cobra.Command {
	c := &cobra.Command{Use: "copy", Short: "Move a database from a file to a PostgreSQL server, or back, and verify it"}
	var from, to location
	c.Flags().StringVar(&from.db, "from", "", "database `FILE` to copy, or the address of a PostgreSQL database, or a file with it")
	from.addKeyFlag(c.Flags())
	c.Flags().StringVar(&to.db, "to", "", "database `FILE` to make, which must not exist; or the address of a PostgreSQL database that holds nothing, or a file with it")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if from.db == "" || to.db == "" {
			return usageError{errors.New("--from and --to are both needed")}
		}
		db, err := openToRead(c.Context(), from)
		if err != nil {
			return err
		}
		defer db.Close()
		made, err := copyKeys(from, to)
		if err != nil {
			return err
		}
		seal, err := to.sealIfThere()
		if err != nil {
			return err
		}
		var found proof
		if err := db.Copy(c.Context(), to.db, seal, verifyInto(c.Context(), &found)); err != nil {
			return usageIfExists(to.explainedRestore(err))
		}
		fmt.Fprintf(c.OutOrStdout(), "%s: %s\n", to.name(), found)
		for _, path := range made {
			fmt.Fprintf(c.OutOrStdout(), "%s: a copy of the key; keep one elsewhere\n", path)
		}
		fmt.Fprintf(c.OutOrStdout(), "%s is as it was. Serve only one of the two from now on: neither follows the other.\n", from.name())
		return nil
	}
	return c
}

// copyKeys copies the keys of a database beside another one, and returns the paths that it has made. Keys that are there
// stay, and must be the same.
func copyKeys(from, to location) (made []string, err error) {
	for _, key := range [][2]string{{from.logKeyFile(), to.logKeyFile()}, {keyBeside(from.db), keyBeside(to.db)}} {
		content, err := os.ReadFile(key[0])
		if errors.Is(err, fs.ErrNotExist) || key[0] == key[1] {
			continue
		}
		if err != nil {
			return nil, err
		}
		err = store.CreateFile(key[1], func(temporary string) error { return os.WriteFile(temporary, content, 0o600) })
		if err == nil {
			made = append(made, key[1])
		}
		if errors.Is(err, fs.ErrExist) {
			var there []byte
			if there, err = os.ReadFile(key[1]); err == nil && string(there) != string(content) {
				err = usageError{fmt.Errorf("%s is there already and is another key than %s; move it away, or copy to another place", key[1], key[0])}
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return made, nil
}
