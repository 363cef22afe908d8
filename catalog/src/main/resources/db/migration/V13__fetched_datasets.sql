-- Imports of before: none fetched its files.
update job
set plan = (plan::jsonb || '{"fetch": false}')::text
where service = 'training' and kind = 'dataset-import' and not plan::jsonb ? 'fetch';
