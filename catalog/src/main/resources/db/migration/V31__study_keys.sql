-- Keys by which callers make asking for a study safe to repeat.
create table study_key (
    subject     text        not null,
    key         text        not null,
    body_sha256 text        not null,
    study_id    text        not null references study (id) on delete cascade deferrable initially deferred,
    created_at  timestamptz not null,
    primary key (subject, key)
);

create index study_key_study on study_key (study_id);
