-- Brief jobs have workers, and so dispatchers, of their own.

create table dispatch_training_brief (like dispatch_training including all);
create table dispatch_representation_brief (like dispatch_training including all);
create table dispatch_downstream_brief (like dispatch_training including all);
