import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process of a Java program: what talk.py is for Python, for a class `Db` with `open`. */
class Talk {
  private static final Pattern PART = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(-?\\d+)");

  public static void main(String[] arguments) throws IOException {
    Connection connection;
    try {
      connection = Db.open();
      say("\"value\": \"open\"");
    } catch (SQLException error) {
      say(failure(error));
      return;
    }
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    for (String line; (line = input.readLine()) != null; ) {
      List<Object> order = new ArrayList<>();
      for (Matcher part = PART.matcher(line); part.find(); ) {
        order.add(part.group(1) != null ? part.group(1) : (Object) Integer.valueOf(part.group(2)));
      }
      try {
        say("\"value\": \"" + run(connection, order) + "\"");
      } catch (SQLException error) {
        say(failure(error));
      }
    }
  }

  /** `query`, a statement and its values; or `repeat`, a statement and how often it is run in one transaction. */
  private static Object run(Connection connection, List<Object> order) throws SQLException {
    if (order.get(0).equals("query")) {
      return first(connection, order.subList(1, order.size()));
    }
    connection.setAutoCommit(false);
    try {
      for (int count = 0; count < (Integer) order.get(2); count++) {
        first(connection, order.subList(1, 2));
      }
      connection.commit();
    } catch (SQLException error) {
      connection.rollback();
      throw error;
    } finally {
      connection.setAutoCommit(true);
    }
    return "";
  }

  private static Object first(Connection connection, List<Object> statement) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement((String) statement.get(0))) {
      for (int at = 1; at < statement.size(); at++) {
        prepared.setObject(at, statement.get(at));
      }
      ResultSet rows = prepared.executeQuery();
      return rows.next() ? rows.getObject(1) : null;
    }
  }

  private static String failure(SQLException error) {
    String message = error.getMessage().split("\n")[0].replaceAll("^(FATAL|ERROR): ", "");
    return "\"error\": \"" + message.replace("\\", "\\\\").replace("\"", "\\\"") + "\", \"sqlstate\": \"" + error.getSQLState() + "\"";
  }

  private static void say(String answer) {
    System.out.println("{" + answer + "}");
  }
}
