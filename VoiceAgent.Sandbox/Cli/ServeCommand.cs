using System.CommandLine;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.Cli;

/// <summary><c>serve</c>: runs the sandbox alone, until it is interrupted.</summary>
internal static class ServeCommand
{
    private static readonly string[] Providers = ["deepgram", "soniox", "assemblyai", "openai", "grok", "elevenlabs", "hume", "telnyx"];

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 0 };
        var faults = new Option<string[]>("--fault") { Description = "A fault that holds for every call, such as deepgram:close@2. Repeatable." };
        port.Validators.Add(result =>
        {
            if (result.GetValue(port) is < 0 or > 65535)
            {
                result.AddError("--port must be 0 to 65535.");
            }
        });
        var command = new Command("serve", "Runs the simulated providers alone and prints their addresses, keys and the Telnyx public key.")
        {
            port,
            faults,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new SandboxOptions { Port = parsed.GetValue(port), Faults = parsed.GetValue(faults) ?? [] },
            parsed.InvocationConfiguration,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SandboxOptions options, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        SandboxServer sandbox;
        try
        {
            sandbox = await SandboxServer.StartAsync(options, cancellationToken);
        }
        catch (FormatException e)
        {
            await console.Error.WriteLineAsync(e.Message);
            return SandboxCommand.WrongUsage;
        }
        catch (IOException e)
        {
            await console.Error.WriteLineAsync($"The sandbox cannot listen on port {options.Port}: {e.Message}");
            return SandboxCommand.Impossible;
        }

        await using (sandbox)
        {
            await DescribeAsync(sandbox, console.Output);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, options.Time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                await console.Output.WriteLineAsync("Stopped.");
            }
        }

        return SandboxCommand.Success;
    }

    private static async Task DescribeAsync(SandboxServer sandbox, TextWriter output)
    {
        await output.WriteLineAsync($"The sandbox listens on {sandbox.Address} and speaks with the voice {sandbox.Voice.Name}.");
        await output.WriteLineAsync("Provider     Base address                          Key");
        foreach (var provider in Providers)
        {
            await output.WriteLineAsync($"{provider,-12} {sandbox.AddressOf(provider),-37} {SandboxKeys.Valid(provider)}");
        }

        await output.WriteLineAsync($"Telnyx public key: {sandbox.Telnyx.PublicKey}");
        await output.WriteLineAsync($"Telnyx numbers: {string.Join(", ", sandbox.Telnyx.Numbers.Select(number => number.Number))}");
        await output.WriteLineAsync(
            $"Connect a number to an app: PUT {new Uri(sandbox.Address, "control/numbers")} {{\"number\":\"+1…\",\"webhookUrl\":\"http://…\"}}");
        await output.WriteLineAsync("Stop with Ctrl+C.");
    }
}
