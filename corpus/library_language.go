package corpus

import (
	"context"

	"newsdesk/corpus/language"
)

// Languages is the ISO 639-1 code of each article's language, by ID, without
// those whose language is not known. It reads the opening of every text.
func (l *Library) Languages(ctx context.Context) (map[string]string, error) {
	return l.languages(ctx, l.db)
}

func (l *Library) languages(ctx context.Context, q queryer) (map[string]string, error) {
	rows, err := q.QueryContext(ctx, "SELECT article, substr(text, 1, ?) FROM texts", language.Opening)
	if err != nil {
		return nil, l.fault(err)
	}
	defer rows.Close()
	out := make(map[string]string)
	for rows.Next() {
		var id, opening string
		if err := rows.Scan(&id, &opening); err != nil {
			return nil, l.fault(err)
		}
		if code := language.Of(opening); code != "" {
			out[id] = code
		}
	}
	return out, l.fault(rows.Err())
}

// languagesFor is Languages where the filter asks for them, else nil.
func (l *Library) languagesFor(ctx context.Context, q queryer, f Filter) (map[string]string, error) {
	if f.Language == "" {
		return nil, nil
	}
	return l.languages(ctx, q)
}
