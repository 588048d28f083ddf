// The process of a Go program: what talk.py is for Python, for a file with `open`.
package main

import (
	"bufio"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/lib/pq"
)

func main() {
	db, err := open()
	if err == nil {
		db.SetMaxOpenConns(1)
		err = db.Ping()
	}
	say("open", err)
	if err != nil {
		return
	}
	for input := bufio.NewScanner(os.Stdin); input.Scan(); {
		var order []interface{}
		if err := json.Unmarshal(input.Bytes(), &order); err != nil {
			panic(err)
		}
		say(run(db, order))
	}
}

// run does what talk.py does under the same name; `own` counts the answers that are not this process's own.
func run(db *sql.DB, order []interface{}) (interface{}, error) {
	switch order[0] {
	case "query":
		return first(db, order[1].(string), order[2:]...)
	case "repeat":
		transaction, err := db.Begin()
		for count := 0.0; err == nil && count < order[2].(float64); count++ {
			_, err = first(transaction, order[1].(string))
		}
		if err != nil {
			return nil, err
		}
		return nil, transaction.Commit()
	case "own":
		foreign := 0
		for count := 0.0; count < order[2].(float64); count++ {
			answer, err := first(db, "SELECT '"+order[1].(string)+"' || $1::text", "!")
			if err != nil {
				return nil, err
			}
			if answer != order[1].(string)+"!" {
				foreign++
			}
		}
		return foreign, nil
	}
	return nil, fmt.Errorf("no action %v", order[0])
}

type querier interface {
	QueryRow(query string, values ...interface{}) *sql.Row
}

func first(on querier, text string, values ...interface{}) (interface{}, error) {
	for at := range values {
		text = strings.Replace(text, "?", fmt.Sprintf("$%d", at+1), 1)
	}
	var value interface{}
	err := on.QueryRow(text, values...).Scan(&value)
	if bytes, is := value.([]byte); is {
		value = string(bytes)
	}
	return value, err
}

func say(value interface{}, err error) {
	answer := map[string]interface{}{"value": value}
	if err != nil {
		answer = map[string]interface{}{"error": strings.TrimPrefix(err.Error(), "pq: "), "sqlstate": ""}
		if said, is := err.(*pq.Error); is {
			answer["sqlstate"] = string(said.Code)
		}
	}
	text, _ := json.Marshal(answer)
	fmt.Println(string(text))
}
