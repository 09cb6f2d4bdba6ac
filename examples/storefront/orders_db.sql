create type order_status as enum ('open', 'shipped', 'cancelled');

create table orders (
  id            int primary key,
  customer_id   int not null,
  address_label text not null,
  placed_on     date not null,
  status        order_status not null,
  total         numeric(10, 2) not null
);

create table order_items (
  order_id int not null references orders,
  line     int not null,
  sku      text not null,
  quantity int not null,
  primary key (order_id, line)
);

insert into orders values
  (1, 1, 'home', '2026-03-02', 'shipped', 64.40),
  (2, 2, 'home', '2026-03-09', 'shipped', 119.00),
  (3, 1, 'work', '2026-04-01', 'cancelled', 249.00),
  (4, 3, 'home', '2026-04-18', 'open', 33.00),
  (5, 1, 'work', '2026-05-05', 'open', 143.50),
  (6, 2, 'home', '2026-05-06', 'cancelled', 8.25);

insert into order_items values
  (1, 1, 'KETTLE', 1), (1, 2, 'LAMP', 1),
  (2, 1, 'CHAIR', 1),
  (3, 1, 'DESK', 1),
  (4, 1, 'MUG', 4),
  (5, 1, 'LAMP', 1), (5, 2, 'CHAIR', 1),
  (6, 1, 'MUG', 1);
