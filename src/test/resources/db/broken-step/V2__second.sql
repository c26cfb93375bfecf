create table half_way (id int primary key);
insert into nowhere values (1);
