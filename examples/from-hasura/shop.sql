create table order_status (
  value   text primary key,
  comment text
);

create table orders (
  id            int primary key,
  customer_id   int not null,
  address_label text,
  placed_on     date not null,
  status        text not null references order_status,
  total         numeric(10, 2) not null
);

create table order_items (
  order_id int not null references orders,
  line     int not null,
  sku      text not null,
  quantity int not null,
  primary key (order_id, line)
);

comment on table orders is 'What was ordered, when and by whom';
comment on column orders.total is 'In euros, with tax';

insert into order_status values
  ('OPEN', 'Not sent yet'),
  ('SHIPPED', 'On its way, or there'),
  ('CANCELLED', null);

insert into orders values
  (1, 1, 'home', '2026-03-02', 'SHIPPED', 64.40),
  (2, 2, 'home', '2026-03-09', 'SHIPPED', 119.00),
  (3, 1, 'work', '2026-04-01', 'CANCELLED', 249.00),
  (4, 3, null, '2026-04-18', 'OPEN', 33.00),
  (5, 1, 'work', '2026-05-05', 'OPEN', 143.50);

insert into order_items values
  (1, 1, 'KETTLE', 1), (1, 2, 'LAMP', 1),
  (2, 1, 'CHAIR', 1),
  (3, 1, 'DESK', 1),
  (4, 1, 'MUG', 4),
  (5, 1, 'LAMP', 1), (5, 2, 'CHAIR', 1);
