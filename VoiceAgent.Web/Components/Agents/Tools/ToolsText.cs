using System.Globalization;

namespace VoiceAgent.Web.Components.Agents.Tools;

/// <summary>Words of the tools section of the agent editor.</summary>
public static class ToolsText
{
    public const string Title = "Tools";
    public const string Lead = "What the agent can do beside speaking. Changes here are saved by the buttons of this section and count from the next call on.";
    public const string BuiltIns = "Built-in tools";
    public const string Description = "What the agent is told about it";
    public const string Targets = "Whom callers may be put through to";
    public const string TargetsHelp = "For the tool Transfer the call. The agent chooses among these by their names and rings at no other number.";
    public const string TargetName = "Person or team";
    public const string TargetNumber = "Telephone number";
    public const string Warm = "Tell them first what it is about";
    public const string AddTarget = "Add someone";
    public const string TransferLine = "Line before a transfer";
    public const string TransferLineHelp = "Said before the caller is put through when the language model says nothing itself.";
    public const string TransferLineNeeded = "Write a line before a transfer, of at most 300 characters.";
    public const string TooManyTargets = "Callers can be put through to at most twenty people or teams.";
    public const string TargetNeedsName = "Give everyone whom callers may be put through to a name of at most 60 characters.";
    public const string TargetTwice = "Two of those whom callers may be put through to have the same name.";
    public const string TargetNeedsNumber = "Write their numbers with the country, such as +1 202 555 0131.";
    public const string TargetMissing = "Add someone whom callers may be put through to, or switch the transfer off.";
    public const string Waiting = "While a tool runs";
    public const string Fillers = "Lines to bridge the wait";
    public const string FillersHelp = "One a line. The agent says them in turn while a tool runs, never the same twice in a row.";
    public const string FillerAfter = "First line after (ms)";
    public const string FillerAfterHelp = "300 to 2,500. When the agent has just said something, it waits longer.";
    public const string Goodbye = "Goodbye";
    public const string GoodbyeHelp = "Said before the agent hangs up when the language model says nothing itself.";
    public const string Save = "Save tools";
    public const string Saved = "Saved.";
    public const string HttpTools = "HTTP tools";
    public const string HttpLead = "A request to a web address, such as your booking system or order desk.";
    public const string NoHttpTools = "No HTTP tools yet.";
    public const string Add = "Add HTTP tool";
    public const string Edit = "Edit";
    public const string Remove = "Remove";
    public const string TryIt = "Try it";
    public const string Trying = "Trying…";
    public const string SampleArguments = "Sample arguments (JSON)";
    public const string Name = "Name";
    public const string NameHelp = "Letters, digits, _ and -; such as find_order.";
    public const string DescriptionHelp = "Say when to use it and what it gives: “Looks up an order by its number. Use it when the caller asks where their order is.”";
    public const string Method = "Method";
    public const string Url = "Address";
    public const string UrlHelp = "https://… A {name} in the path or query stands for an argument.";
    public const string Headers = "Headers";
    public const string HeadersHelp = "One a line, such as X-Shop: north. They are not secret.";
    public const string Secrets = "Secret headers";
    public const string SecretsHelp = "Encrypted, sent only to this address's host, and never shown again.";
    public const string SecretName = "Header";
    public const string SecretValue = "Value";
    public const string Stored = "Stored. Leave empty to keep it.";
    public const string AddSecret = "Add secret header";
    public const string Arguments = "Arguments";
    public const string ArgumentsHelp = "What the agent has to find out before it uses the tool.";
    public const string ArgumentName = "Name";
    public const string ArgumentType = "Type";
    public const string ArgumentMeaning = "Meaning";
    public const string Required = "Required";
    public const string AddArgument = "Add argument";
    public const string RawSchema = "Write the JSON Schema myself";
    public const string Schema = "JSON Schema of the arguments";
    public const string Body = "Body (JSON)";
    public const string BodyHelp = "A text \"{name}\" stands for the argument. Empty sends the arguments that the address does not hold. Not sent with GET and DELETE.";
    public const string Timeout = "Time limit (seconds)";
    public const string Select = "Parts of the answer";
    public const string SelectHelp = "JSON pointers, one a line, such as /orders/0/status. Empty gives the agent the whole answer.";
    public const string Changes = "Changes something";
    public const string ChangesHelp = "Switch it on for anything but looking up: the agent then never runs it before the caller has finished, and not twice.";
    public const string SaveTool = "Save tool";
    public const string Cancel = "Cancel";
    public const string RemoveTitle = "Remove this tool?";
    public const string NameTaken = "Another tool of this agent has that name.";
    public const string TooMany = "The account has as many HTTP tools and MCP servers as it may have. Remove one first.";
    public const string SecretMissing = "Enter the value of every secret header. After a change of the address's host, or when they cannot be read any more, they have to be entered again.";
    public const string SecretUnusable = "A secret header has 1 to 4,096 printable characters without accents.";
    public const string VaultLocked = "The key vault is locked, so secret headers cannot be stored now.";
    public const string FillersNeeded = "Write at least one line to bridge the wait, each of at most 200 characters and at most ten.";
    public const string FillerAfterWrong = "The first line comes after 300 to 2,500 ms.";
    public const string GoodbyeNeeded = "Write a goodbye of at most 300 characters.";
    public const string DescriptionTooLong = "A description has at most 1,000 characters.";
    public const string BadSample = "The sample arguments are not a JSON object.";

    public static string SampleDoesNotFit(string problem) => $"The sample does not fit the arguments: {problem}";

    public static string EditLabel(string tool) => $"Edit {tool}";

    public static string RemoveLabel(string tool) => $"Remove {tool}";

    public static string TryLabel(string tool) => $"{TryIt}: {tool}";

    public static string UnreadableSecrets(IReadOnlyList<string> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var (what, them) = headers.Count == 1 ? ($"The secret header {headers[0]}", "it") : ($"The secret headers {string.Join(", ", headers)}", "them");
        return $"{what} cannot be read any more, because the server's key that encrypted {them} is lost. The tool fails in calls until you edit it and enter {them} again.";
    }

    public static string RemoveLine(string tool) => $"Calls can no longer use {tool}. Its secret headers are deleted.";

    public static string Outcome(bool isFailure, int? status, TimeSpan duration) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(isFailure ? "Failed" : "OK")}{(status is { } code ? $", status {code}" : string.Empty)}, {duration.TotalMilliseconds:0} ms");
}
