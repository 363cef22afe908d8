-- Plans of training runs tell their replicas; runs of before had one.

update job set plan = (plan::jsonb || '{"replicas": 1}'::jsonb)::text
where kind = 'training' and not plan::jsonb ? 'replicas';
