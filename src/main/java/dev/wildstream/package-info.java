/**
 * The composition root: {@link dev.wildstream.Main} and the classes beside it put the rooms
 * together, and are the only ones that see every room.
 *
 * <pre>
 * desired   what the file asks      ┐
 * observed  what is true now        ├─ decide(…, now) ─→ Decision = new memory + steps, each with its reason
 * memory    what must outlive us    ┘        pure            │
 *     ▲                                                      ▼
 *     └──────────── wake-ups carry nothing ──────── remember, then act
 * </pre>
 *
 * <table>
 *   <caption>The rooms</caption>
 *   <tr><td>desired, observed, memory</td><td>values; import the JDK alone</td></tr>
 *   <tr><td>playout, reconcile</td><td>pure: what plays next, what follows from how things stand</td></tr>
 *   <tr><td>loop</td><td>the one thread that owns all state, and the ports it acts through</td></tr>
 *   <tr><td>desired.yaml</td><td>the file's text to a revision, or all its problems</td></tr>
 *   <tr><td>memory.json</td><td>the store on disk</td></tr>
 *   <tr><td>ffmpeg.*, linux, keys, target, watch, git</td><td>adapters: implement the loop's ports</td></tr>
 *   <tr><td>surface.*</td><td>what people and Prometheus see: all of it from the newest Snapshot</td></tr>
 * </table>
 *
 * <p>Only here may the machine's clock and chance be asked for; everywhere else they are arguments.
 */
package dev.wildstream;
