using System.CommandLine;
using VoiceAgent.Core.Keys.Legacy;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Commands.Import;

/// <summary>Options that name the earlier system's fields and providers where they are not the usual ones.</summary>
internal sealed class ImportMapping
{
    private readonly Option<string[]> _providerFields = ImportSource.Texts("--provider-field", "Field with the provider's name.", "name");
    private readonly Option<string[]> _keyFields = ImportSource.Texts("--key-field", "Field with the encrypted key.", "name");
    private readonly Option<string[]> _mapFields = ImportSource.Texts("--map-field", "Field with a map from provider to encrypted key.", "name");
    private readonly Option<string[]> _userFields = ImportSource.Texts("--user-field", "Field with the user's id.", "name");
    private readonly Option<string[]> _emailFields = ImportSource.Texts("--email-field", "Field with the user's e-mail address.", "name");
    private readonly Option<string[]> _fields = ImportSource.Texts("--field", "A field and the provider whose encrypted key it holds, such as settings.stt=deepgram.", "path=provider");
    private readonly Option<string[]> _aliases = ImportSource.Texts("--alias", "The earlier system's name of a provider, such as voice=elevenlabs.", "name=provider");

    public IReadOnlyList<Symbol> Options => [_providerFields, _keyFields, _mapFields, _userFields, _emailFields, _fields, _aliases];

    public LegacyFieldMap Of(CommandArguments arguments)
    {
        var usual = new LegacyFieldMap();
        return usual with
        {
            ProviderFields = [.. arguments.Get(_providerFields) ?? [], .. usual.ProviderFields],
            KeyFields = [.. arguments.Get(_keyFields) ?? [], .. usual.KeyFields],
            MapFields = [.. arguments.Get(_mapFields) ?? [], .. usual.MapFields],
            UserFields = [.. arguments.Get(_userFields) ?? [], .. usual.UserFields],
            EmailFields = [.. arguments.Get(_emailFields) ?? [], .. usual.EmailFields],
            Fields = Pairs(arguments, _fields).ToDictionary(pair => pair.Left, pair => pair.Right, StringComparer.Ordinal),
            Aliases = Pairs(arguments, _aliases).ToDictionary(pair => pair.Left, pair => Provider(pair.Right), StringComparer.OrdinalIgnoreCase),
        };
    }

    private static IEnumerable<(string Left, string Right)> Pairs(CommandArguments arguments, Option<string[]> option) =>
        (arguments.Get(option) ?? []).Select(text => text.Split('=') is [{ Length: > 0 } left, { Length: > 0 } right]
            ? (left, right)
            : throw new CommandException($"{option.Name} takes name=provider.", ExitCode.WrongUsage)).DistinctBy(pair => pair.left);

    private static ProviderName Provider(string slug) => ProviderCatalog.FindBySlug(slug)?.Name
        ?? throw new CommandException($"There is no provider {slug}. Known are {string.Join(", ", ProviderCatalog.All.Select(provider => provider.Slug))}.", ExitCode.WrongUsage);
}
