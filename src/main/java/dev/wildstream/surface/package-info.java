/**
 * What people and scripts see: one {@link dev.wildstream.loop.Snapshot} as JSON, for the API, for
 * {@code status.json} in the runtime folder and through it for the commands.
 *
 * <p>Imports the values ({@code desired}, {@code observed}, {@code memory}), {@code loop} for
 * Snapshot and Clock, and Jackson. The rooms below ({@code cli}, {@code http}, {@code metrics})
 * import this one and not each other. Nothing here changes anything: no surface has a way to the
 * loop. No key is in a Snapshot, so none can get out; what is shown of one is where it is found.
 */
package dev.wildstream.surface;
