using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using VoiceAgent.Sandbox.Control;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Phone;

namespace VoiceAgent.Sandbox.Cli;

/// <summary><c>call</c>: one simulated call to a running app.</summary>
internal sealed class CallCommand
{
    private readonly Option<Uri?> _app = Address("--app", "Address of the running app, such as http://127.0.0.1:5080. Used with --demo.");
    private readonly Option<Uri?> _sandbox = Address("--sandbox", "Address of the sandbox that carries the call; --demo asks the app for it.");

    private readonly Option<bool> _demo = new("--demo")
    {
        Description = "Uses the app's demo account, and makes it first if need be: keys, agent and number.",
    };

    private readonly Option<string[]> _say = new("--say") { Description = "What the caller says, one turn each. Repeatable.", HelpName = "text" };
    private readonly Option<string?> _to = new("--to") { Description = "The number to call; --demo calls the demo number.", HelpName = "+E.164" };
    private readonly Option<string?> _from = new("--from") { Description = "The caller's number.", HelpName = "+E.164" };
    private readonly Option<string> _codec = new("--codec") { Description = "Codec of the line.", DefaultValueFactory = _ => "pcmu" };
    private readonly Option<bool> _bargeIn = new("--barge-in") { Description = "Speaks over every answer of the agent." };

    private readonly Option<string[]> _fault = new("--fault")
    {
        Description = "Makes a provider misbehave during the call, such as deepgram:close@2 or openai:429. Repeatable.",
        HelpName = "provider:kind",
    };

    private readonly Option<string?> _keys = new("--keys") { Description = "Keys to press after the greeting.", HelpName = "0-9*#" };
    private readonly Option<double?> _hangUpAfter = new("--hang-up-after") { Description = "Hangs up so long after the answer.", HelpName = "seconds" };
    private readonly Option<double?> _staySilent = new("--stay-silent") { Description = "Says nothing for so long before hanging up.", HelpName = "seconds" };

    private readonly Option<double> _timeout = new("--timeout")
    {
        Description = "The longest the call may take.",
        HelpName = "seconds",
        DefaultValueFactory = _ => PhoneScript.LongestCall.TotalSeconds,
    };

    private readonly Option<string?> _json = new("--json")
    {
        Description = "Writes the report as one JSON object to a file, or to standard output with -. Without it, prints the call as text.",
        HelpName = "file|-",
    };

    public static Command Create()
    {
        var call = new CallCommand();
        call._codec.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "pcmu", "pcma");
        call._fault.Validators.Add(CheckFaults);
        call._timeout.Validators.Add(result =>
        {
            if (result.GetValue(call._timeout) is not (> 0 and <= 300))
            {
                result.AddError("--timeout must be up to 300 seconds.");
            }
        });
        var command = new Command("call", "Calls a running app through the simulated Telnyx. Exit code 0 only if every line was answered.")
        {
            call._app, call._demo, call._say, call._json, call._bargeIn, call._fault, call._codec, call._to, call._from,
            call._keys, call._hangUpAfter, call._staySilent, call._timeout, call._sandbox,
        };
        command.Validators.Add(call.Check);
        command.SetAction(call.RunAsync);
        return command;
    }

    private static Option<Uri?> Address(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "url",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            result.AddError($"{name} must be an address such as http://127.0.0.1:5080.");
            return null;
        },
    };

    private static void CheckFaults(OptionResult result)
    {
        foreach (var token in result.Tokens)
        {
            try
            {
                Fault.Parse(token.Value);
            }
            catch (FormatException e)
            {
                result.AddError(e.Message);
            }
        }
    }

    private void Check(CommandResult result)
    {
        if (result.GetResult(_demo) is not null)
        {
            if (result.GetResult(_app) is null)
            {
                result.AddError("--demo needs --app, the address of the running app.");
            }
        }
        else if (result.GetResult(_sandbox) is null || result.GetResult(_to) is null)
        {
            result.AddError("Say what to call: --app with --demo, or --sandbox with --to.");
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var console = parsed.InvocationConfiguration;
        PhoneReport report;
        try
        {
            using var client = new SandboxClient();
            var demo = parsed.GetValue(_demo) ? await client.PrepareDemoAsync(parsed.GetValue(_app)!, cancellationToken) : null;
            var sandbox = parsed.GetValue(_sandbox) ?? demo!.Sandbox;
            report = await client.CallAsync(sandbox, Order(parsed, parsed.GetValue(_to) ?? demo!.Number), cancellationToken);
            await WriteAsync(report, parsed.GetValue(_json), console.Output, cancellationToken);
        }
        catch (SandboxClientException e)
        {
            await console.Error.WriteLineAsync(e.Message);
            return SandboxCommand.Impossible;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync($"The report cannot be written: {e.Message}");
            return SandboxCommand.Impossible;
        }

        if (report.Problem is not null)
        {
            await console.Error.WriteLineAsync(report.Problem);
        }

        return report.Succeeded ? SandboxCommand.Success : SandboxCommand.Unanswered;
    }

    private CallOrder Order(ParseResult parsed, string to) => new()
    {
        To = to,
        From = parsed.GetValue(_from),
        Say = parsed.GetValue(_say) ?? [],
        Codec = parsed.GetValue(_codec)!.ToUpperInvariant(),
        BargeIn = parsed.GetValue(_bargeIn),
        Faults = parsed.GetValue(_fault) ?? [],
        Keys = parsed.GetValue(_keys),
        HangUpAfterSeconds = parsed.GetValue(_hangUpAfter),
        StaySilentSeconds = parsed.GetValue(_staySilent),
        TimeoutSeconds = parsed.GetValue(_timeout),
    };

    private static async Task WriteAsync(PhoneReport report, string? json, TextWriter output, CancellationToken cancellationToken)
    {
        if (json is null)
        {
            await output.WriteAsync(CallText.Describe(report));
            return;
        }

        var text = JsonSerializer.Serialize(report, PhoneJson.Readable.PhoneReport);
        if (json == "-")
        {
            await output.WriteLineAsync(text);
        }
        else
        {
            await File.WriteAllTextAsync(json, text + Environment.NewLine, cancellationToken);
        }
    }
}
