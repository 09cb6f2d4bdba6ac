create table users (
  id            int primary key,
  name          text not null,
  favourite_sku text
);

create table addresses (
  user_id int not null references users,
  label   text not null,
  street  text not null,
  city    text not null,
  primary key (user_id, label)
);

insert into users values
  (1, 'Ada', 'KETTLE'),
  (2, 'Grace', 'LAMP'),
  (3, 'Alan', null);

insert into addresses values
  (1, 'home', '12 St James''s Square', 'London'),
  (1, 'work', '1 Dorset Street', 'London'),
  (2, 'home', '7 Harbour Road', 'New York');
