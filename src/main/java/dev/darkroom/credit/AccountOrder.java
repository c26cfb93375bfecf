package dev.darkroom.credit;

/** The sort key of a list of accounts; equal ones are sorted by id. */
public record AccountOrder(Key key, boolean ascending) {
    public static final AccountOrder BY_USER = new AccountOrder(Key.USER, true);

    public enum Key {
        USER("a.user_id", "p.user_id"),
        BALANCE("a.balance", "p.balance"),
        HELD("coalesce(o.credits, 0)", "p.held"),
        SPENT("coalesce(s.credits, 0)", "p.spent");

        private final String column;
        private final String ofPage;

        Key(String column, String ofPage) {
            this.column = column;
            this.ofPage = ofPage;
        }

        private Object of(CreditAccountLine account) {
            return switch (this) {
                case USER -> account.userId();
                case BALANCE -> account.balance();
                case HELD -> account.held();
                case SPENT -> account.spent();
            };
        }
    }

    /** Returns the condition for the accounts after the one with the values {@code :key} and {@code :after}. */
    String afterCondition() {
        return "(" + key.column + ", a.user_id) " + (ascending ? ">" : "<") + " (:key, :after)";
    }

    Object keyOf(CreditAccountLine account) {
        return key.of(account);
    }

    /** Returns the order of accounts {@code a} with their open credits {@code o} and spent credits {@code s}. */
    String sql() {
        return sql(key.column, "a.user_id");
    }

    /** Returns the order of the accounts {@code p} of a page. */
    String ofPage() {
        return sql(key.ofPage, "p.user_id");
    }

    private String sql(String first, String second) {
        String direction = ascending ? "" : " desc";
        return first + direction + ", " + second + direction;
    }
}
